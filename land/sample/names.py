"""Names and addresses of invented plots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from land.sample import gazetteer as words
from land.sample.facts import CommuneFacts
from land.sample.randomness import Dice, stream
from land.sample.spec import Site

PATTERNS: Final[dict[str, tuple[str, ...]]] = {
    "vacant": (
        "Khu đất trống {on}", "Khu đất thu hồi {on}", "Khu đất {on}", "Khu đất công {on}", "Phần đất còn lại dự án {on}",
        "Đất nhà nước trực tiếp quản lý {on}", "Khu đất xen kẽ {on}",
    ),
    "vacant_commune": ("Đất công do địa phương quản lý {on}", "Khu đất trống {on}", "Đất công xen kẹt {on}"),
    "house_urban": ("Nhà, đất số {number} {road}", "Nhà, đất công sản số {number} {road}"),
    "house_rural": ("Nhà, đất công sản {on}", "Đất ở chưa giao {on}"),
    "resettlement_urban": ("Lô {lot} Khu tái định cư {estate}", "Lô {lot} Khu dân cư {estate}"),
    "resettlement_rural": ("Lô {lot} Khu tái định cư {estate}", "Lô {lot} Khu dân cư nông thôn {estate}"),
    "hamlet_hall": ("Nhà văn hóa {hamlet}", "Nhà sinh hoạt cộng đồng {hamlet}", "Trụ sở {hamlet} (cũ)"),
    "garden_park": ("Công viên cây xanh {on}", "Vườn hoa {on}", "Mảng xanh {on}"),
    "park": ("Công viên {proper}", "Công viên cây xanh khu dân cư {estate}", "Quảng trường - công viên {proper}"),
    "culture_house": ("Nhà văn hóa {old_unit}", "Trung tâm Văn hóa - Học tập cộng đồng {old_unit}"),
    "library": ("Thư viện {proper}", "Nhà truyền thống {old_unit}", "Nhà thiếu nhi {proper}"),
    "kindergarten": ("Trường Mầm non {flower}", "Trường Mầm non {flower} (cơ sở 2)", "Trường Mầm non {flower} (cũ)"),
    "primary_school": ("Trường Tiểu học {school}", "Điểm trường Tiểu học {school}", "Trường Tiểu học {school} (cũ)"),
    "secondary_school": ("Trường Trung học cơ sở {school}", "Trường Trung học phổ thông {school}"),
    "health_station": ("Trạm Y tế {old_unit}", "Trạm Y tế {old_unit} (cũ)", "Phòng khám khu vực {proper}"),
    "hospital": ("Trung tâm Y tế {proper}", "Bệnh viện {proper}"),
    "office_commune": ("Trụ sở UBND {old_unit}", "Trụ sở UBND {old_unit} (cũ)", "Trụ sở Ban Chỉ huy quân sự {old_unit} (cũ)",
                       "Nhà công vụ {old_unit}"),
    "office_department": ("Trụ sở chi nhánh Văn phòng Đăng ký đất đai", "Trụ sở Chi cục Thuế khu vực {proper} (cũ)",
                          "Trụ sở làm việc các đơn vị sự nghiệp {on}", "Trụ sở Kho bạc khu vực {proper} (cũ)"),
    "sports_field": ("Sân bóng đá {old_unit}", "Nhà thi đấu {proper}", "Khu thể thao {hamlet}", "Sân vận động {proper}"),
    "market": ("Chợ {proper}", "Chợ {old_short}", "Chợ {proper} (cũ)", "Khu đất mở rộng chợ {proper}"),
    "police": ("Trụ sở Công an {old_unit}", "Trụ sở Công an {old_unit} (cũ)"),
    "military": ("Khu đất quốc phòng {code}", "Doanh trại {code}", "Trường bắn {code}"),
    "social_house": ("Trung tâm Bảo trợ xã hội {proper}", "Nhà tình thương {proper}", "Cơ sở nuôi dưỡng người có công {proper}"),
    "research": ("Trại thực nghiệm nông nghiệp {proper}", "Trung tâm Ứng dụng khoa học và công nghệ {proper}"),
    "monitoring": ("Trạm quan trắc môi trường {proper}", "Trạm quan trắc nước {water}"),
    "weather": ("Trạm khí tượng {proper}", "Trạm hải văn {proper}", "Trạm đo mưa {proper}"),
    "foreign_affairs": ("Nhà khách đối ngoại {proper}", "Khu đất dự kiến cơ sở ngoại giao {on}"),
    "other_service": ("Trạm khuyến nông {proper}", "Trung tâm dịch vụ công ích {proper}", "Trạm thú y {proper} (cũ)"),
    "industrial_rest": ("Phần đất chưa cho thuê Khu công nghiệp {zone}", "Đất cây xanh cách ly Khu công nghiệp {zone}",
                        "Lô {lot} Khu công nghiệp {zone}", "Đất xen kẹt Khu công nghiệp {zone}"),
    "cluster_rest": ("Lô {lot} Cụm công nghiệp {zone}", "Đất còn lại Cụm công nghiệp {zone}"),
    "it_park": ("Khu công nghệ thông tin tập trung {zone}",),
    "commerce": ("Khu đất thương mại, dịch vụ {on}", "Khu dịch vụ du lịch {beach}", "Khu đất khách sạn {proper} (cũ)"),
    "workshop": ("Cơ sở sản xuất {on} (đã thu hồi)", "Kho bãi {proper}", "Xưởng chế biến {proper} (cũ)"),
    "quarry": ("Mỏ đá {hill}", "Mỏ vật liệu san lấp {hamlet}", "Khu vực mỏ đã đóng cửa {hill}"),
    "road_strip": ("Hành lang an toàn đường bộ {on}", "Đất dôi dư sau mở rộng {road}", "Dải đất giữa {road} và {water}"),
    "parking": ("Bãi đỗ xe {on}", "Bến xe {proper}", "Trạm dừng xe buýt {on}"),
    "canal": ("Kênh {water}", "Hành lang bảo vệ kênh {water}", "Tuyến mương thoát nước {water}", "Hành lang bảo vệ hồ {water}"),
    "irrigation_lake": ("Hồ chứa nước {water}",),
    "pump_station": ("Trạm cấp nước {proper}", "Trạm bơm {water}", "Trạm xử lý nước thải {proper}", "Hồ điều hòa {proper}"),
    "dyke": ("Kè bờ {water}", "Đê biển {beach}", "Đê ngăn mặn {water}"),
    "monument": ("Bia tưởng niệm liệt sĩ {old_unit}", "Khu di tích {hill}", "Đền thờ liệt sĩ {proper}", "Di tích Nhà tròn {proper}"),
    "prison_monument": ("Khu di tích {proper}", "Di tích trại giam {proper}", "Di tích Sở {proper}"),
    "waste": ("Trạm trung chuyển rác {old_unit}", "Bãi chôn lấp chất thải {hamlet} (đã đóng)", "Khu xử lý chất thải {proper}"),
    "transformer": ("Trạm biến áp {proper}", "Hành lang lưới điện {on}", "Trụ sở điện lực {proper}"),
    "post": ("Bưu điện văn hóa {old_unit}", "Trạm viễn thông {proper}", "Bưu cục {proper}"),
    "other_public": ("Khu đất công trình công cộng {on}", "Nhà vệ sinh công cộng {on}", "Trạm dừng chân {on}"),
    "religious": ("Đất cơ sở tôn giáo {on}", "Chùa {proper}", "Nhà thờ {proper}"),
    "shrine": ("Đình thần {proper}", "Miếu Bà {proper}", "Dinh Ông {proper}", "Lăng Ông Nam Hải {proper}"),
    "cemetery": ("Nghĩa trang nhân dân {old_unit}", "Nghĩa địa {hamlet}", "Nghĩa trang liệt sĩ {old_unit}", "Khu đất mai táng {hamlet}"),
    "lake": ("Hồ {water}", "Hồ cảnh quan {proper}", "Ao công {hamlet}", "Bàu {proper}"),
    "river": ("Bờ {water} đoạn {hamlet}", "Hành lang bảo vệ nguồn nước {water}", "Bãi bồi ven {water}"),
    "other_built": ("Khu đất phi nông nghiệp {on}", "Nhà kho hợp tác xã {hamlet} (cũ)"),
    "flat_unused": ("Đất bằng chưa sử dụng {on}", "Đất hoang {on}", "Bãi đất trống {hamlet}"),
    "hill_unused": ("Đất đồi chưa sử dụng {hill}", "Đất đồi {hamlet}"),
    "rock": ("Núi đá không có rừng cây {hill}", "Bãi đá {hill}"),
    "water_unused": ("Mặt nước chưa sử dụng {water}", "Đầm {proper}"),
    "wet_rice": ("Đất lúa công ích {hamlet}", "Cánh đồng {proper} (đất công ích)"),
    "other_rice": ("Đất trồng lúa công ích {hamlet}",),
    "annual_crop": ("Đất công ích {hamlet}", "Đất rẫy công ích {hamlet}", "Đất màu {hamlet} (quỹ đất 5%)"),
    "perennial": ("Đất vườn công ích {hamlet}", "Đất trồng cây lâu năm {hamlet}", "Đất điều {hamlet} (quỹ đất 5%)"),
    "rubber": ("Lô cao su {lot} {hamlet}", "Đất cao su bàn giao về địa phương lô {lot}"),
    "special_forest": ("Khoảnh {compartment} tiểu khu {tract} rừng đặc dụng {hill}",),
    "protection_forest": ("Khoảnh {compartment} tiểu khu {tract} rừng phòng hộ {hill}",),
    "coast_forest": ("Rừng phòng hộ ven biển {beach} khoảnh {compartment}", "Rừng phi lao phòng hộ {beach} khoảnh {compartment}"),
    "production_forest": ("Khoảnh {compartment} tiểu khu {tract} rừng sản xuất {hill}",),
    "pond": ("Đầm nuôi tôm {proper}", "Ao nuôi thủy sản {hamlet}", "Khu nuôi trồng thủy sản {water}"),
    "livestock": ("Khu chăn nuôi tập trung {hamlet}", "Trại chăn nuôi {hamlet} (cũ)"),
    "salt": ("Ruộng muối {proper} lô {lot}", "Đồng muối {hamlet} lô {lot}", "Ruộng muối công {hamlet} lô {lot}"),
    "nursery": ("Vườn ươm cây {hamlet}", "Trại giống {proper}"),
}  # fmt: skip

@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around a site: its commune, streets by number, hamlet; the same for neighbours."""

    commune: CommuneFacts
    street: str
    corner: str
    hamlet: str
    group: int


def surroundings(site: Site, commune: CommuneFacts, seed: int) -> Surroundings:
    """Names around a site; they depend on region and street number only, so a street keeps its name."""
    streets = words.STREETS[commune.district_code]
    place = int(stream(seed, site.commune, site.place, "names").integers(1 << 30))
    street = streets[(place + max(site.street, 0) * 7) % len(streets)]
    corner = streets[(place + 3 + site.corner * 5) % len(streets)] if site.corner >= 0 else ""
    return Surroundings(commune, street, "" if corner == street else corner, _neighbourhood(place, commune), place)


def _neighbourhood(place: int, commune: CommuneFacts) -> str:
    """Khu phố in a ward, ấp in a commune of today, khu dân cư on the island."""
    if commune.kind == "island":
        return f"khu dân cư số {place % 9 + 1}"
    if commune.unit_name.startswith("Phường"):
        return f"khu phố {place % 14 + 1}" if commune.kind == "ward" else f"khu phố {words.HAMLETS[place % len(words.HAMLETS)]}"
    return f"ấp {words.HAMLETS[place % len(words.HAMLETS)]}"


def name_of(dice: Dice, kind: str, site: Site, around: Surroundings) -> str:
    """An invented name that suits the place."""
    patterns = PATTERNS[kind]
    number = dice.number(1, 399)
    text = dice.one(patterns).format(
        on=_on(dice, site, around),
        road=_road(around.street),
        number=f"{number}{'/' + str(dice.number(1, 29)) if dice.chance(0.25) else ''}",
        hamlet=around.hamlet,
        old_unit=_lower(around.commune.name),
        old_short=_short(around.commune.name),
        lot=f"{'ABCDEFGHKLMN'[site.block % 12]}{site.block % 4 + 1}-{number % 60 + 1:02d}",
        code=f"{'ABC'[around.group % 3]}{around.group % 97 + 1:02d}-{number}",
        compartment=site.block % 24 + 1,
        tract=around.group % 90 + 10,
        **_proper(dice, around),
    )
    return text[:200]


def _proper(dice: Dice, around: Surroundings) -> dict[str, str]:
    code, district = around.commune.code, around.commune.district_code
    draw = dice.number(0, 999)

    def one(choices: Sequence[str], shift: int = 0) -> str:
        return choices[(around.group + shift) % len(choices)]

    near = one(words.HAMLETS)
    return {
        "estate": one(words.ESTATES[district]),
        "flower": one(words.FLOWERS, draw),
        "school": one(words.SCHOOLS, draw),
        "water": one(words.WATERS, draw % 3),
        "hill": one(words.HILLS.get(code, (near,))),
        "zone": one(words.ZONES.get(code, (near,)), draw % 2),
        "beach": one(words.BEACHES.get(code, (near,)), draw % 4),
        "proper": one(words.HAMLETS, draw % 40),
    }


def _on(dice: Dice, site: Site, around: Surroundings) -> str:
    """Where: a corner of two streets, a street, or a hamlet."""
    open_land = site.street < 0 or site.theme in ("field", "salt", "pond")
    if open_land or (around.commune.kind == "rural" and dice.chance(0.5)):
        return around.hamlet
    if around.corner:
        return f"góc {_road(around.street)} - {around.corner}"
    return _road(around.street)


def _road(name: str) -> str:
    return name if name.startswith(words.NUMBERED_ROADS) else f"đường {name}"


def address_of(dice: Dice, site: Site, around: Surroundings) -> str:
    """Address in the words of today's units."""
    parts = []
    if site.street >= 0 and site.theme in ("lot", "project", "civic", "industry"):
        draw, number = dice.roll(), dice.number(1, 599)
        door = f"số {number} " if draw < 0.4 else f"hẻm {number} " if draw < 0.55 else ""
        parts.append(f"{door}{_road(around.street)}")
    elif site.theme == "ribbon":
        parts.append(_road(around.street))
    if around.commune.kind == "rural" and dice.chance(0.4):
        parts.append(f"tổ {dice.number(1, 24)}")
    text = ", ".join([*parts, around.hamlet, _lower(around.commune.unit_name), "Thành phố Hồ Chí Minh"])
    return text[0].upper() + text[1:]


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def _short(name: str) -> str:
    for title in ("Phường ", "Xã ", "Thị trấn ", "Huyện "):
        name = name.removeprefix(title)
    return f"Phường {name}" if name.isdigit() else name
