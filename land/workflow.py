"""States and codes of the register: data only, the law's articles beside odd entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlotStatus(models.TextChoices):
    """Life of a plot in the register. In Vietnamese: tình trạng trong sổ."""

    ACTIVE = "active", _("Đang quản lý")
    SPLIT = "split", _("Đã tách")
    MERGED = "merged", _("Đã gộp")
    REMOVED = "removed", _("Đã đưa ra khỏi quỹ đất")


# A plot that ended stays readable under its code; only an active one is on the map and in the sums.
STATUS_AFTER = {
    PlotStatus.ACTIVE: frozenset({PlotStatus.SPLIT, PlotStatus.MERGED, PlotStatus.REMOVED}),
    PlotStatus.SPLIT: frozenset[PlotStatus](),
    PlotStatus.MERGED: frozenset[PlotStatus](),
    PlotStatus.REMOVED: frozenset({PlotStatus.ACTIVE}),  # a mistaken removal is taken back with a reason
}


class UseState(models.TextChoices):
    """Current use. In Vietnamese: hiện trạng sử dụng."""

    VACANT = "vacant", _("Đất trống")
    PUBLIC_WORK = "public_work", _("Công trình công cộng")
    AGENCY_USED = "agency_used", _("Cơ quan, đơn vị đang sử dụng")
    LEASED_SHORT = "leased_short", _("Cho thuê ngắn hạn")
    LEASED_LONG = "leased_long", _("Cho thuê dài hạn")
    LENT = "lent", _("Cho mượn")
    UNMANAGED = "unmanaged", _("Chưa có đơn vị quản lý")


class FlagKind(models.TextChoices):
    """Dated fact beside the use state. In Vietnamese: tình trạng cần chú ý."""

    ENCROACHED = "encroached", _("Bị lấn, chiếm")
    DISPUTED = "disputed", _("Tranh chấp")
    IN_CLEARANCE = "in_clearance", _("Đang giải phóng mặt bằng")
    PLANNED_AUCTION = "planned_auction", _("Dự kiến đấu giá")
    IN_AUCTION = "in_auction", _("Đang đấu giá")
    HAS_DEBT = "has_debt", _("Nợ nghĩa vụ tài chính")
    RESTRICTED = "restricted", _("Hạn chế (quốc phòng, di tích)")
    MISUSED = "misused", _("Sử dụng sai mục đích")
    IDLE = "idle", _("Chậm đưa vào sử dụng")


# What citizens and investors may know of a public plot; the others point at people or at pending cases.
PUBLIC_FLAGS = frozenset({FlagKind.PLANNED_AUCTION, FlagKind.IN_AUCTION, FlagKind.IN_CLEARANCE})
# Where lots are drawn from a plot these follow the lots; planned may be noted by hand before there is one.
AUCTION_FLAGS = frozenset({FlagKind.PLANNED_AUCTION, FlagKind.IN_AUCTION})


class HandlingPlan(models.TextChoices):
    """Handling plan. In Vietnamese: phương án xử lý."""

    KEEP = "keep", _("Giữ lại tiếp tục sử dụng")
    SHORT_LEASE = "short_lease", _("Cho thuê ngắn hạn")
    AUCTION = "auction", _("Đấu giá quyền sử dụng đất")
    PUBLIC_WORK = "public_work", _("Xây dựng công trình công cộng")
    TRANSFER = "transfer", _("Điều chuyển cho cơ quan khác")
    RETURN_TO_COMMUNE = "return_to_commune", _("Giao địa phương quản lý")
    AWAITING_HANDOVER = "awaiting_handover", _("Chờ bàn giao")


class LegalStatus(models.TextChoices):
    """Legal status. In Vietnamese: tình trạng pháp lý."""

    UNREGISTERED = "unregistered", _("Chưa đăng ký")
    REGISTERED = "registered", _("Đã đăng ký đất được giao quản lý")
    CERTIFIED = "certified", _("Đã có Giấy chứng nhận")


class Origin(models.TextChoices):
    """Origin of the land. In Vietnamese: nguồn gốc đất. Numbers in brackets are MPLIS ids."""

    ALLOCATED_FREE = "allocated_free", _("Nhà nước giao đất không thu tiền sử dụng đất")  # 5
    ASSIGNED_MANAGEMENT = "assigned_management", _("Nhà nước giao đất để quản lý")  # 6
    LEASED_ANNUAL = "leased_annual", _("Nhà nước cho thuê đất trả tiền hằng năm")  # 10
    LEASED_ONCE = "leased_once", _("Nhà nước cho thuê đất trả tiền một lần")  # 11
    RECOVERED = "recovered", _("Nhà nước thu hồi, chưa giao, chưa cho thuê")
    COMMUNE_FUND = "commune_fund", _("Quỹ đất nông nghiệp công ích của xã")
    OTHER = "other", _("Nguồn gốc khác")


class PublishLevel(models.TextChoices):
    """Publication level. In Vietnamese: mức công khai."""

    PUBLIC = "public", _("Công khai")
    INTERNAL = "internal", _("Nội bộ")
    RESTRICTED = "restricted", _("Hạn chế")


class AreaMethod(models.TextChoices):
    """How the headline area is known. In Vietnamese: căn cứ diện tích."""

    LEGAL = "legal", _("Theo giấy tờ pháp lý")
    SURVEYED = "surveyed", _("Đo đạc thực tế")
    PLANAR = "planar", _("Tính trên bản đồ (VN-2000)")


class LocationBasis(models.TextChoices):
    """How the plot is placed on the map. In Vietnamese: căn cứ vị trí."""

    BOUNDARY = "boundary", _("Có ranh giới")
    PARCEL = "parcel", _("Chưa có ranh giới, theo thửa đất")
    POINT = "point", _("Chưa có ranh giới, theo điểm")
    UNIT = "unit", _("Chưa có ranh giới, theo phường, xã")


class Confidence(models.TextChoices):
    """Confidence in the record. In Vietnamese: độ tin cậy."""

    HIGH = "high", _("Cao")
    MEDIUM = "medium", _("Trung bình")
    LOW = "low", _("Thấp")


class ReviewState(models.TextChoices):
    """Whether the record has a known fault. In Vietnamese: tình trạng rà soát."""

    CHECKED = "checked", _("Đã kiểm tra")
    NEEDS_REVIEW = "needs_review", _("Cần rà soát")


class ChangeKind(models.TextChoices):
    """Why a version exists. In Vietnamese: loại biến động."""

    CREATED = "created", _("Lập mới")
    IMPORTED = "imported", _("Nhập từ tệp")
    CORRECTED = "corrected", _("Đính chính")
    CHANGED = "changed", _("Biến động")
    SPLIT = "split", _("Tách khu đất")
    MERGED = "merged", _("Gộp khu đất")
    PUBLISHED = "published", _("Thay đổi mức công khai")
    REMOVED = "removed", _("Đưa ra khỏi quỹ đất")


class LesseeKind(models.TextChoices):
    """Kind of lessee. In Vietnamese: đối tượng thuê. The name of a person is personal data and never public."""

    PERSON = "person", _("Cá nhân, hộ gia đình")
    ORGANISATION = "organisation", _("Tổ chức trong nước")
    FOREIGN = "foreign", _("Tổ chức có vốn đầu tư nước ngoài")
    AGENCY = "agency", _("Cơ quan nhà nước")


# Fields whose change needs the department (CONTRACT, rights): boundary, area and which one leads, land use on record
# and in fact, legal status, manager, publication; and the life of the plot, which only acts of the department change.
PROTECTED_FIELDS = frozenset(
    {
        "geom",
        "area_m2",
        "area_method",
        "area_legal_m2",
        "area_surveyed_m2",
        "area_planar_m2",
        "area_geodesic_m2",
        "land_use_id",
        "land_use_current_id",
        "legal_status",
        "managing_agency_id",
        "publish_level",
        "published_on",
        "status",
    }
)


class LeaseKind(models.TextChoices):
    """Form of a lease. In Vietnamese: hình thức cho thuê. Bounds of its term are data (LeaseTermBound)."""

    SHORT = "short", _("Cho thuê ngắn hạn quỹ đất chưa giao, chưa cho thuê")
    COMMUNE_FUND = "commune_fund", _("Cho thuê quỹ đất nông nghiệp công ích của xã")
    ANNUAL = "annual", _("Cho thuê đất trả tiền hằng năm")
    ONCE = "once", _("Cho thuê đất trả tiền một lần")


# The use state that a running lease gives its plot.
USE_STATE_OF_LEASE = {
    LeaseKind.SHORT: UseState.LEASED_SHORT,
    LeaseKind.COMMUNE_FUND: UseState.LEASED_SHORT,
    LeaseKind.ANNUAL: UseState.LEASED_LONG,
    LeaseKind.ONCE: UseState.LEASED_LONG,
}


class LeaseState(models.TextChoices):
    """Life of a lease. In Vietnamese: tình trạng hợp đồng thuê."""

    DRAFT = "draft", _("Dự thảo")
    ACTIVE = "active", _("Đang thực hiện")
    EXPIRED = "expired", _("Hết hạn")
    TERMINATED = "terminated", _("Chấm dứt, thanh lý")
    RENEWED = "renewed", _("Đã gia hạn bằng hợp đồng mới")


LEASE_AFTER = {
    LeaseState.DRAFT: frozenset({LeaseState.ACTIVE, LeaseState.TERMINATED}),
    LeaseState.ACTIVE: frozenset({LeaseState.EXPIRED, LeaseState.TERMINATED, LeaseState.RENEWED}),
    # An expired lease is settled (thanh lý), or renewed late while the lessee still holds the land.
    LeaseState.EXPIRED: frozenset({LeaseState.TERMINATED, LeaseState.RENEWED}),
    LeaseState.TERMINATED: frozenset[LeaseState](),
    LeaseState.RENEWED: frozenset[LeaseState](),
}
# States whose term keeps other leases of the same ground out.
LEASE_HOLDS = frozenset({LeaseState.ACTIVE, LeaseState.EXPIRED, LeaseState.RENEWED})
# States in which somebody still works with the contract, and may put right what it says.
LEASE_MENDABLE = frozenset({LeaseState.DRAFT, LeaseState.ACTIVE, LeaseState.EXPIRED})


class ReferenceKind(models.TextChoices):
    """Layer beside the plots. In Vietnamese: loại lớp tham chiếu."""

    PARCELS = "parcels", _("Bản đồ địa chính (thửa đất)")
    LAND_USE_PLAN = "land_use_plan", _("Quy hoạch sử dụng đất")
    ANNUAL_LAND_USE_PLAN = "annual_land_use_plan", _("Kế hoạch sử dụng đất hằng năm")
    ZONING_PLAN = "zoning_plan", _("Quy hoạch phân khu")
    DETAILED_PLAN = "detailed_plan", _("Quy hoạch chi tiết")
    ROAD_LINES = "road_lines", _("Lộ giới")
    LAND_PRICE = "land_price", _("Bảng giá đất")


PLAN_KINDS = frozenset(
    {
        ReferenceKind.LAND_USE_PLAN,
        ReferenceKind.ANNUAL_LAND_USE_PLAN,
        ReferenceKind.ZONING_PLAN,
        ReferenceKind.DETAILED_PLAN,
    }
)
# Parcels stay inside the house: the cadastral map is the registration office's to give out.
PUBLIC_REFERENCES = frozenset(set(ReferenceKind) - {ReferenceKind.PARCELS})


class DocumentKind(models.TextChoices):
    """Kind of document. In Vietnamese: loại hồ sơ, tài liệu. LADM: LA_AdministrativeSource."""

    DECISION = "decision", _("Quyết định")
    HANDOVER = "handover", _("Biên bản bàn giao")
    CONTRACT = "contract", _("Hợp đồng")
    CERTIFICATE = "certificate", _("Giấy chứng nhận")
    EXTRACT = "extract", _("Trích lục, trích đo")
    MAP = "map", _("Bản vẽ, bản đồ")
    MINUTES = "minutes", _("Biên bản khác")
    OTHER = "other", _("Tài liệu khác")


class ImportTarget(models.TextChoices):
    """What an uploaded file is loaded into. In Vietnamese: nơi nhận tệp nhập."""

    PLOTS = "plots", _("Sổ khu đất")
    REFERENCE = "reference", _("Lớp tham chiếu")


class ImportState(models.TextChoices):
    """Where an uploaded file stands. In Vietnamese: tình trạng lần nhập tệp."""

    UPLOADED = "uploaded", _("Đã tải lên")
    CHECKING = "checking", _("Đang kiểm tra")
    CHECKED = "checked", _("Đã kiểm tra, chờ ghi vào sổ")
    COMMITTING = "committing", _("Đang ghi vào sổ")
    COMMITTED = "committed", _("Đã ghi vào sổ")
    FAILED = "failed", _("Không đọc hoặc không ghi được")
    ABANDONED = "abandoned", _("Đã bỏ")


IMPORT_AFTER = {
    ImportState.UPLOADED: frozenset({ImportState.CHECKING, ImportState.ABANDONED}),
    ImportState.CHECKING: frozenset({ImportState.CHECKED, ImportState.FAILED, ImportState.ABANDONED}),
    # A file may be checked again with another mapping or system, as often as it takes.
    ImportState.CHECKED: frozenset({ImportState.CHECKING, ImportState.COMMITTING, ImportState.ABANDONED}),
    ImportState.COMMITTING: frozenset({ImportState.COMMITTED, ImportState.FAILED, ImportState.ABANDONED}),
    ImportState.COMMITTED: frozenset[ImportState](),
    ImportState.FAILED: frozenset({ImportState.CHECKING, ImportState.ABANDONED}),
    ImportState.ABANDONED: frozenset[ImportState](),
}
# A worker is, or should be, busy with it.
IMPORT_RUNNING = frozenset({ImportState.CHECKING, ImportState.COMMITTING})

# Kinds of subject whose events are the register's own: also the units and samples loaded for it.
LOGGED_SUBJECTS = (
    "plot",
    "lease",
    "rent",
    "document",
    "photo",
    "import",
    "reference_set",
    "register",
    "units",
    "tolerance",
    "lease_term",
)
