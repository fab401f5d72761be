"""What is known of a plot beside its shape: use, keeper, papers, publication."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from land.sample.agencies import LAND_FUND, OLD_LAND_FUND, committee_of, old_committee_of
from land.sample.facts import CommuneFacts
from land.sample.kinds import Kind, fitting_kinds
from land.sample.randomness import Dice
from land.sample.spec import Site
from land.workflow import Confidence, PublishLevel, ReviewState, UseState

TODAY = date(2026, 11, 20)
FIRST_DAY, LAST_DAY = date(2005, 1, 10), date(2024, 12, 20)
_OPENED = date(2022, 1, 17)  # the register was opened to the public
_RESERVE = frozenset({"26656", "26653", "26632", "26623"})
_SECRET = frozenset({"CQP", "CAN"})

_UNMANAGED = UseState.UNMANAGED.value
_USED = frozenset({UseState.AGENCY_USED.value, UseState.PUBLIC_WORK.value})
_EMPTY = frozenset({UseState.VACANT.value, _UNMANAGED})
_LET = frozenset({UseState.LEASED_SHORT.value, UseState.LENT.value, UseState.LEASED_LONG.value})
_CONFIDENCE = ((Confidence.HIGH.value, 46.0), (Confidence.MEDIUM.value, 42.0), (Confidence.LOW.value, 12.0))

_SOURCES = (
    ("Bản đồ địa chính {unit} chỉnh lý năm {year}", 34),
    ("Trích đo địa chính số {number}/TĐ-{year}", 20),
    ("Kiểm kê đất đai năm {inventory}", 14),
    ("Hồ sơ bàn giao quỹ đất năm {year}", 14),
    ("Bảng kê quỹ đất công {unit} năm {year}", 12),
    ("Hồ sơ sắp xếp nhà, đất công năm {year}", 6),
)
_NOTES = (
    "Đã cắm mốc, có biên bản.",
    "Chưa cắm mốc ranh giới, đề nghị đo đạc bổ sung.",
    "Ranh phía sau giáp đất dân, cần kiểm tra khi đo lại.",
    "Có nhà tạm trên đất, đã lập danh sách theo dõi.",
    "Hồ sơ gốc lưu tại kho của đơn vị quản lý trước đây.",
    "Đề nghị rà soát lại loại đất theo quy hoạch mới.",
    "Hàng rào lưới B40 bị hỏng một đoạn.",
    "Đường vào hẹp, xe lớn không vào được.",
    "Đang chờ bàn giao hồ sơ sau sắp xếp đơn vị hành chính.",
    "Đã chụp ảnh hiện trạng.",
)
_FAULTS = (
    ("area_m2", "Diện tích trên giấy lệch nhiều so với ranh giới", "Đo đạc lại hoặc đính chính giấy tờ"),
    ("land_use", "Loại đất trong hồ sơ là mã cũ", "Đối chiếu Thông tư 08/2024/TT-BTNMT"),
    ("parcel_number", "Số thửa chưa khớp với bản đồ địa chính mới", "Tra bảng đối chiếu số tờ, số thửa"),
    ("decision_number", "Thiếu quyết định giao quản lý", "Bổ sung bản sao quyết định"),
    ("managing_agency", "Chưa rõ đơn vị quản lý sau sắp xếp", "Xác nhận với phường, xã"),
    ("geom", "Ranh giới chưa được kiểm tra thực địa", "Kiểm tra ranh giới tại thực địa"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune, with what the draws below ask of it again and again."""

    facts: CommuneFacts
    grounds: frozenset[str]

    @classmethod
    def of(cls, facts: CommuneFacts) -> "Place":
        """The place of a commune."""
        more = {"reserve"} if facts.code in _RESERVE or facts.kind == "island" else set()
        return cls(facts, frozenset({facts.kind, *more}))


def kind_of(dice: Dice, site: Site, area_m2: float, place: Place) -> Kind:
    """What kind of public land a site is."""
    return dice.pick(fitting_kinds(site.theme, area_m2, place.grounds))


def keepers(dice: Dice, kind: Kind, state: str, place: Place) -> tuple[str, str]:
    """Managing and using agency."""
    manager = _body(dice, kind.manager, kind, place)
    if state == _UNMANAGED:
        manager = "" if dice.chance(0.6) else committee_of(place.facts.unit_uid)
    return manager, _body(dice, kind.user, kind, place) if state in _USED else ""


def _body(dice: Dice, word: str, kind: Kind, place: Place) -> str:
    if word == "ubnd":
        return committee_of(place.facts.unit_uid)
    if word == "fund":
        return LAND_FUND if dice.chance(0.8) else committee_of(place.facts.unit_uid)
    if word == "forest":
        if place.facts.kind == "island":
            return "vqgcd"
        return "bqlbcpb" if kind.land_use == "RDD" else "bqlrph"
    return "" if word == "-" else word


def former_keeper(manager: str, place: Place) -> str:
    """Who managed it before the districts ended."""
    if manager == LAND_FUND:
        return OLD_LAND_FUND
    return old_committee_of(place.facts.district_code)


def decision(dice: Dice, created: date, place: Place) -> tuple[str, date | None, str]:
    """Number, day and issuer of the decision of assignment, missing for some."""
    if dice.chance(0.14):
        return "", None, ""
    day = dice.day(date(created.year - 2, 1, 5), created)
    district = dice.chance(0.45)
    issuer = (
        f"UBND {place.facts.district[0].lower()}{place.facts.district[1:]}"
        if district
        else ("UBND tỉnh Bà Rịa - Vũng Tàu")
    )
    return f"{dice.number(12, 4800)}/QĐ-UBND", day, issuer


def source_of(dice: Dice, created: date, place: Place) -> tuple[str, date | None, str]:
    """Source of the record, day of survey, confidence."""
    text = dice.pick(_SOURCES).format(
        unit=place.facts.name[0].lower() + place.facts.name[1:],
        year=max(created.year - dice.number(0, 3), 2003),
        number=dice.number(3, 260),
        inventory=dice.one((2010, 2014, 2019, 2024)),
    )
    surveyed = dice.day(date(max(created.year - 1, 2004), 1, 4), date(created.year + 1, 6, 30))
    return text, surveyed if dice.chance(0.8) else None, dice.pick(_CONFIDENCE)


def publication(dice: Dice, kind: Kind, created: date, restricted: bool, faulty: bool) -> tuple[str, date | None]:
    """Publication level and day."""
    if restricted or (kind.land_use in _SECRET and dice.chance(0.95)):
        return PublishLevel.RESTRICTED.value, None
    if faulty or dice.chance(0.14):
        return PublishLevel.INTERNAL.value, None
    return PublishLevel.PUBLIC.value, dice.day(max(_OPENED, created), TODAY - timedelta(days=4))


def note_of(dice: Dice) -> str:
    """An internal remark, for a third of plots."""
    return dice.one(_NOTES) if dice.chance(0.3) else ""


def review(dice: Dice, share: float = 0.015) -> tuple[str, list[dict[str, str]]]:
    """Review state and what has to be mended."""
    if not dice.chance(share):
        return ReviewState.CHECKED.value, []
    faults = {dice.number(0, len(_FAULTS) - 1) for _ in range(1 + dice.chance(0.3))}
    keys = ("field", "detail", "mend")
    return ReviewState.NEEDS_REVIEW.value, [dict(zip(keys, _FAULTS[index], strict=True)) for index in sorted(faults)]


def current_use(dice: Dice, kind: Kind, state: str, place: Place) -> str:
    """Land use found on the ground; mostly as on record."""
    if dice.chance(0.86):
        return kind.land_use
    if state in _EMPTY:
        return dice.one(("BCS", "HNK", "CLN", "CGT"))
    if state in _LET:
        return dice.one(("TMD", "SKC", "CLN", "HNK"))
    home = "ONT" if place.facts.kind == "rural" else "ODT"
    return dice.one((kind.land_use, "DKV", "DGT", home))


def recorded(day: date, dice: Dice) -> datetime:
    """When the register took a fact in: some working days later, in office hours."""
    later = min(day + timedelta(days=dice.number(2, 40)), TODAY)
    return datetime.combine(later, time(dice.number(1, 9), dice.number(0, 59)), tzinfo=UTC)


def unit_at_record(dice: Dice, place: Place) -> str:
    """The unit when the record was made: of 2024, or of early 2025 where that was another and for some."""
    steps = place.facts.steps
    return steps[1][0] if len(steps) > 2 and dice.chance(0.35) else steps[0][0]
