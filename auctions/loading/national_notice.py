"""Notices of the national portal: read, matched with sessions, compared (docs/api/national-notice.md)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from auctions.models import Auction, Lot
from gis.text.fold import fold

_EARLIEST_MS = 10**11  # 1973: what is smaller counts seconds, not milliseconds
_LONGEST = 80  # of a notice code
_LONGEST_URL = 300
_MINUTE = timedelta(minutes=1)
# Theirs -> ours; only the moments are proposed to a session that is not posted yet.
MOMENTS = {"aucRegTimeStart": "files_from", "aucRegTimeEnd": "files_until", "aucTime": "session_at"}
_AMOUNTS = {"startPrice": "start_price_amount", "deposit": "deposit_amount", "depositPercent": "deposit_percent"}


@dataclass(frozen=True)
class Fault:
    """What keeps a notice from being used.

    Attributes:
        place: number of the notice in the file, from 1.
        field: theirs.
        mend: what would be right.
    """

    place: int
    field: str
    detail: str
    mend: str


@dataclass(frozen=True)
class Notice:
    """One notice.

    Attributes:
        place: its number in the file, from 1.
        moments: our field -> moment, for those it gives.
        amounts: our field -> amount in đồng or percent, for those it gives.
    """

    place: int
    code: str
    url: str
    title: str
    organisation: str
    owner: str
    moments: Mapping[str, datetime]
    amounts: Mapping[str, Decimal]


@dataclass(frozen=True)
class Difference:
    """Where a notice says something else than the session.

    Attributes:
        field: theirs.
        proposed: the session is not posted, so its owner may still take it over.
    """

    field: str
    ours: str
    theirs: str
    proposed: bool


class Unusable(Exception):
    """A field of a notice cannot be read."""

    def __init__(self, field: str, detail: str, mend: str) -> None:
        super().__init__(detail)
        self.field, self.detail, self.mend = field, detail, mend


def read_notices(text: str) -> tuple[list[Notice], list[Fault]]:
    """The notices of a file that holds one or a list, and those that cannot be used."""
    try:
        content = json.loads(text)
    except ValueError as error:
        return [], [Fault(0, "", _("Tệp không phải JSON: %(error)s.") % {"error": error}, _("Xuất lại tệp."))]
    notices, faults = [], []
    for place, row in enumerate(content if isinstance(content, list) else [content], 1):
        try:
            notices.append(_notice(place, row))
        except Unusable as error:
            faults.append(Fault(place, error.field, error.detail, error.mend))
    return notices, faults


def _notice(place: int, row: Any) -> Notice:
    if not isinstance(row, Mapping):
        raise Unusable("", _("Thông báo phải là một đối tượng JSON."), "{…}")
    code, url = _text(row, "noticeCode", _LONGEST), _text(row, "noticeUrl", _LONGEST_URL)
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc):
        raise Unusable("noticeUrl", _("Địa chỉ phải bắt đầu bằng http:// hoặc https://."), "https://…")
    moments = {ours: at for theirs, ours in MOMENTS.items() if (at := _moment(row, theirs)) is not None}
    organisation = _text(row, "org_name", _LONGEST_URL)
    if not code and not (organisation and "session_at" in moments):
        raise Unusable(
            "noticeCode",
            _("Thiếu mã thông báo; cũng thiếu tên tổ chức đấu giá hoặc thời điểm đấu giá."),
            "noticeCode, org_name + aucTime",
        )
    amounts = {ours: amount for theirs, ours in _AMOUNTS.items() if (amount := _amount(row, theirs)) is not None}
    title, owner = _text(row, "titleName", _LONGEST_URL), _text(row, "fullname", _LONGEST_URL)
    return Notice(place, code, url, title, organisation, owner, moments, amounts)


def _text(row: Mapping[str, Any], name: str, longest: int) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value.strip()) > longest:
        detail = _("Phải là chữ, không quá %(most)d ký tự.") % {"most": longest}
        raise Unusable(name, detail, _("chữ"))
    return value.strip()


def _moment(row: Mapping[str, Any], name: str) -> datetime | None:
    value = row.get(name)
    if value is None:
        return None
    right = isinstance(value, int) and not isinstance(value, bool) and value >= _EARLIEST_MS
    try:
        if right:
            return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        pass
    raise Unusable(name, _("Thời điểm phải là số mili giây từ 1970."), "1789092000000")


def _amount(row: Mapping[str, Any], name: str) -> Decimal | None:
    value = row.get(name)
    if value is None:
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0 or isinstance(value, bool):
        raise Unusable(name, _("Số tiền, tỷ lệ phải là số không âm."), "1250000000")
    return amount


def match(notice: Notice) -> Auction | None:
    """The session of a notice: by its code, else the organisation's one at that minute; None for none or several."""
    sessions = Auction.objects.select_related("owner", "organisation__agency")
    if notice.code:
        known: Auction | None = sessions.filter(notice_code=notice.code).first()
        if known is not None:
            return known
    at = notice.moments.get("session_at")
    if at is None or not notice.organisation:
        return None
    near = sessions.filter(session_at__gt=at - _MINUTE, session_at__lt=at + _MINUTE, notice_code__in=["", notice.code])
    found = [one for one in near if one.organisation and _same(one.organisation.agency.name, notice.organisation)]
    return found[0] if len(found) == 1 else None


def differences(auction: Auction, notice: Notice) -> list[Difference]:
    """Where the notice says something else; what it does not say is no difference."""
    open_to = auction.posted_at is None
    names = {"titleName": (auction.title, notice.title), "fullname": (auction.owner.name, notice.owner)}
    if auction.organisation is not None:
        names["org_name"] = (auction.organisation.agency.name, notice.organisation)
    found = [
        Difference(field, ours, theirs, False) for field, (ours, theirs) in names.items() if not _same(ours, theirs)
    ]
    for field, ours in MOMENTS.items():
        mine, said = getattr(auction, ours), notice.moments.get(ours)
        if said is not None and (mine is None or abs(said - mine) >= _MINUTE):
            found.append(Difference(field, _told(mine), _told(said), open_to))
    return [*found, *_of_lot(auction, notice)]


def _of_lot(auction: Auction, notice: Notice) -> list[Difference]:
    """Amounts of a notice are those of its property: compared where the session has one lot."""
    lots = list(Lot.objects.filter(auction=auction)[:2])
    if len(lots) != 1:
        return []
    amounts = [(theirs, getattr(lots[0], ours), notice.amounts.get(ours)) for theirs, ours in _AMOUNTS.items()]
    return [
        Difference(field, "" if mine is None else format(Decimal(mine), "f"), format(said, "f"), False)
        for field, mine, said in amounts
        if said is not None and (mine is None or Decimal(mine) != said)
    ]


def _same(ours: str, theirs: str) -> bool:
    return not theirs or fold(ours) == fold(theirs)


def _told(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="minutes")
