""" "Tôi có được tham gia?": what the law says of a bidder by what they answer. Knows no database and keeps nothing.

Land Law 2024 art 125(3), (4); Property Auction Law 01/2016 art 38(4), 9 with 37/2024/QH15. A help, not a decision: the
auction organisation decides on each file.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from auctions.workflow import BidderKind, SaleBy


class Verdict(Enum):
    """What follows. In Vietnamese: kết luận sơ bộ."""

    YES = "yes"
    CONDITIONS = "conditions"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Bidder:
    """What somebody answers about themselves.

    Attributes:
        adult: of full age and capacity; for persons.
        works_for: works for the organisation, the owner or whoever valued the land, or is near kin of such a person.
        kin_bids: spouse, sibling, parent or child bids for the same lot; of a company its parent or daughter does.
        banned: is under a ban on land auctions.
        breached: land of an earlier auction or allocation lies unused or unpaid against the law.
    """

    kind: BidderKind
    adult: bool = True
    works_for: bool = False
    kin_bids: bool = False
    banned: bool = False
    breached: bool = False


@dataclass(frozen=True)
class Reason:
    """One thing that stands against it, or has to be done first."""

    sentence: str
    law: str


@dataclass(frozen=True)
class Answer:
    """The verdict with its reasons; what is against it first."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


def may_take_part(bidder: Bidder, allowed: Collection[str], sale_by: str) -> Answer:
    """What the law says.

    Args:
        allowed: kinds of bidders that the lot is open to; empty while that is not announced.
        sale_by: whether the lot is sold as such or as an investment project.
    """
    against = _against(bidder, allowed, sale_by)
    if against:
        return Answer(Verdict.NO, tuple(against))
    if not allowed:
        unknown = Reason(_("Lô chưa công bố đối tượng được tham gia. Hãy xem lại sau khi niêm yết."), "")
        return Answer(Verdict.UNKNOWN, (unknown,))
    conditions = _conditions(bidder, sale_by)
    return Answer(Verdict.CONDITIONS if conditions else Verdict.YES, tuple(conditions))


def _against(bidder: Bidder, allowed: Collection[str], sale_by: str) -> list[Reason]:
    found = []
    if allowed and bidder.kind not in allowed:
        found.append(Reason(_("Lô này không dành cho đối tượng bạn chọn."), "Luật Đất đai 2024, điều 125"))
    if bidder.kind == BidderKind.PERSON and not bidder.adult:
        sentence = _("Người đăng ký phải đủ 18 tuổi và có năng lực hành vi dân sự đầy đủ.")
        found.append(Reason(sentence, "Luật Đấu giá tài sản, điều 38"))
    if bidder.works_for:
        sentence = _("Người của tổ chức đấu giá, đơn vị có tài sản, người định giá và người thân không được đăng ký.")
        found.append(Reason(sentence, "Luật Đấu giá tài sản, điều 38"))
    if bidder.kin_bids:
        sentence = _("Vợ chồng, anh chị em ruột, công ty mẹ và công ty con không cùng tham gia đấu giá một tài sản.")
        found.append(Reason(sentence, "Luật 37/2024/QH15"))
    if bidder.banned:
        sentence = _("Người đang bị cấm tham gia đấu giá không được đăng ký trong thời gian bị cấm.")
        found.append(Reason(sentence, "Luật 37/2024/QH15"))
    if bidder.breached and sale_by == SaleBy.PROJECT:
        sentence = _("Người đang vi phạm pháp luật đất đai ở dự án khác không được đấu giá đất thực hiện dự án.")
        found.append(Reason(sentence, "Luật Đất đai 2024, điều 125"))
    return found


def _conditions(bidder: Bidder, sale_by: str) -> list[Reason]:
    if sale_by != SaleBy.PROJECT:
        return []
    if bidder.kind == BidderKind.PERSON:
        sentence = _("Cá nhân đấu giá đất thực hiện dự án phải cam kết thành lập tổ chức kinh tế.")
    else:
        sentence = _("Phải ký quỹ, có năng lực tài chính; mỗi nhóm công ty chỉ một công ty được tham gia một lô.")
    return [Reason(sentence, "Luật Đất đai 2024, điều 125")]
