"""Questions, reports and proposals of the sample, most of them answered."""

import random
from datetime import timedelta

from auctions.actions import asking
from auctions.inquiry_states import InquiryKind
from auctions.models import Inquiry, Lot
from auctions.sample.session import Stage
from auctions.workflow import Stage as LotStage
from land.workflow import PublishLevel

_QUESTIONS = (
    ("Lô đất có được xây nhà ba tầng không?", "Được. Quy hoạch chi tiết cho phép tối đa năm tầng, mật độ 80 %."),
    ("Đường trước lô rộng bao nhiêu, đã trải nhựa chưa?", "Đường rộng 7 m, đã trải nhựa, có vỉa hè một bên."),
    ("Lô đã có điện, nước tới ranh chưa?", "Điện và nước đã có ở đầu tuyến đường; đấu nối do người trúng thực hiện."),
    ("Hai vợ chồng có thể đứng tên chung khi trúng không?", "Được, nhưng chỉ một người đăng ký tham gia đấu giá."),
    ("Nếu trúng thì bao lâu được giao đất?", "Sau khi nộp đủ tiền, việc giao đất thực hiện trong 15 ngày làm việc."),
)
_REPORTS = (
    ("Trên lô đang có người đổ vật liệu xây dựng.", "Đã kiểm tra ngày hôm sau, yêu cầu dọn và đã dọn xong."),
    ("Cột mốc phía đông của lô không còn.", "Đã cắm lại mốc, có biên bản."),
)
_PROPOSAL = "Đề nghị đưa khu đất này ra đấu giá để làm chỗ giữ xe cho khu dân cư."


def ask_some(stage: Stage) -> None:
    """Ask about a part of the lots; the newest questions wait."""
    dice = random.Random(7)  # noqa: S311 - a sample
    shown = Lot.objects.filter(sample=True, publish_level=PublishLevel.PUBLIC).order_by("number")
    for lot in shown.filter(stage__in=[LotStage.OPEN, LotStage.UPCOMING, LotStage.SOLD]):
        if dice.random() < 0.18:
            _ask(stage, lot, dice)
    lot = shown.first()
    link = lot.plot_links.select_related("plot").first() if lot is not None else None
    if link is not None:
        asking.propose_plot(plot=link.plot, text=_PROPOSAL, now=stage.now - timedelta(days=2))
    Inquiry.objects.update(sample=True)


def _ask(stage: Stage, lot: Lot, dice: random.Random) -> None:
    kind = InquiryKind.REPORT if dice.random() < 0.2 else InquiryKind.QUESTION
    text, answer = dice.choice(_REPORTS if kind == InquiryKind.REPORT else _QUESTIONS)
    asked_at = max(stage.now - timedelta(days=dice.randint(0, 20)), lot.state_since)
    asked = asking.ask_about_lot(kind=kind, lot=lot, text=text, now=asked_at)
    if stage.now - asked_at > timedelta(days=3):
        asking.answer_inquiry(
            actor=stage.cast.fund, inquiry=asked, public_text=text, answer=answer, now=asked_at + timedelta(days=2)
        )
