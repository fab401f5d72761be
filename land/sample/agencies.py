"""Public bodies that manage and use land in the sample: kinds of office, no person."""

from functools import lru_cache
from typing import Final

from land.sample.facts import communes
from land.sample.spec import AgencySpec

LAND_FUND: Final = "ttptqd"
OLD_LAND_FUND: Final = "ttptqd-brvt"

_BODIES: Final = (
    ("ubnd-tphcm", "Ủy ban nhân dân Thành phố Hồ Chí Minh", "People's Committee of Ho Chi Minh City", ""),
    ("snnmt", "Sở Nông nghiệp và Môi trường", "Department of Agriculture and Environment", "ubnd-tphcm"),
    (LAND_FUND, "Trung tâm Phát triển quỹ đất Thành phố Hồ Chí Minh", "Land Fund Development Centre", "snnmt"),
    ("sxd", "Sở Xây dựng", "Department of Construction", "ubnd-tphcm"),
    ("sgddt", "Sở Giáo dục và Đào tạo", "Department of Education and Training", "ubnd-tphcm"),
    ("syt", "Sở Y tế", "Department of Health", "ubnd-tphcm"),
    ("svhtt", "Sở Văn hóa và Thể thao", "Department of Culture and Sports", "ubnd-tphcm"),
    ("sdl", "Sở Du lịch", "Department of Tourism", "ubnd-tphcm"),
    ("sct", "Sở Công Thương", "Department of Industry and Trade", "ubnd-tphcm"),
    ("skhcn", "Sở Khoa học và Công nghệ", "Department of Science and Technology", "ubnd-tphcm"),
    ("stc", "Sở Tài chính", "Department of Finance", "ubnd-tphcm"),
    ("sngv", "Sở Ngoại vụ", "Department of Foreign Affairs", "ubnd-tphcm"),
    ("catp", "Công an Thành phố Hồ Chí Minh", "Ho Chi Minh City Police", "ubnd-tphcm"),
    ("bchqs", "Bộ Tư lệnh Thành phố Hồ Chí Minh", "Ho Chi Minh City Military Command", ""),
    ("bqlkcn", "Ban Quản lý các khu chế xuất và công nghiệp", "Authority of Export Processing and Industrial Zones",
     "ubnd-tphcm"),
    ("bqlrph", "Ban Quản lý rừng phòng hộ", "Management Board of Protection Forests", "snnmt"),
    ("bqlbcpb", "Ban Quản lý Khu bảo tồn thiên nhiên Bình Châu - Phước Bửu",
     "Management Board of Binh Chau - Phuoc Buu Nature Reserve", "snnmt"),
    ("vqgcd", "Ban Quản lý Vườn quốc gia Côn Đảo", "Management Board of Con Dao National Park", "snnmt"),
    ("bqldtcd", "Ban Quản lý Di tích quốc gia đặc biệt Côn Đảo", "Management Board of Con Dao Monuments", "svhtt"),
    ("bqlda", "Ban Quản lý dự án đầu tư xây dựng khu vực Bà Rịa - Vũng Tàu", "Construction Project Board", "ubnd-tphcm"),
    ("qltl", "Công ty Quản lý khai thác công trình thủy lợi", "Irrigation Works Management Company", "snnmt"),
    ("capnuoc", "Đơn vị quản lý hệ thống cấp nước, thoát nước", "Water Supply and Drainage Operator", "sxd"),
    ("dienluc", "Đơn vị quản lý lưới điện khu vực", "Regional Power Grid Operator", ""),
    ("buudien", "Bưu điện khu vực", "Regional Post Office", ""),
    ("kttv", "Đài Khí tượng Thủy văn khu vực", "Regional Hydro-meteorological Station", ""),
    ("btxh", "Trung tâm Bảo trợ xã hội", "Social Protection Centre", "syt"),
    ("vpdk", "Văn phòng Đăng ký đất đai", "Land Registration Office", "snnmt"),
    ("nongtruong", "Nông trường cao su (doanh nghiệp nhà nước)", "State Rubber Plantation", ""),
)
_OLD: Final = (
    (OLD_LAND_FUND, "Trung tâm Phát triển quỹ đất tỉnh Bà Rịa - Vũng Tàu (trước 01/7/2025)",
     "Land Fund Development Centre of Ba Ria - Vung Tau Province (until July 2025)", ""),
    ("stnmt-brvt", "Sở Tài nguyên và Môi trường tỉnh Bà Rịa - Vũng Tàu (trước 01/3/2025)",
     "Department of Natural Resources and Environment of the Province (until March 2025)", ""),
)


@lru_cache
def agencies() -> tuple[AgencySpec, ...]:
    """Every body named in the sample; parents come before their children."""
    found = [AgencySpec(*body) for body in (*_BODIES, *_OLD)]
    units = sorted({(commune.unit_uid, commune.unit_name) for commune in communes()})
    for uid, name in units:
        code = committee_of(uid)
        found.append(AgencySpec(code, f"Ủy ban nhân dân {_lower(name)}", f"People's Committee of {name}", "ubnd-tphcm"))
    districts = sorted({(commune.district_code, commune.district) for commune in communes()})
    for district, name in districts:
        title = f"Ủy ban nhân dân {_lower(name)} (trước 01/7/2025)"
        found.append(AgencySpec(old_committee_of(district), title, f"People's Committee of {name} (until July 2025)"))
    return tuple(found)


def committee_of(unit_uid: str) -> str:
    """Code of the People's Committee of one of the 30 units."""
    return f"ubnd-{unit_uid.partition('@')[0]}"


def old_committee_of(district_code: str) -> str:
    """Code of the People's Committee of a district that ended in 2025."""
    return f"ubnd-huyen-{district_code}"


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
