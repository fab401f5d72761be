"""What the public sends about lots and plots, and where it stands."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class InquiryKind(models.TextChoices):
    """What the public sends. In Vietnamese: loại câu hỏi, phản ánh."""

    QUESTION = "question", _("Hỏi về lô")
    REPORT = "report", _("Phản ánh lô không đúng mô tả")
    PROPOSAL = "proposal", _("Đề xuất đưa khu đất ra đấu giá")


class InquiryState(models.TextChoices):
    """Where it stands. In Vietnamese: tình trạng câu hỏi, phản ánh."""

    WAITING = "waiting", _("Chờ trả lời")
    ANSWERED = "answered", _("Đã trả lời, đã công bố")
    REFUSED = "refused", _("Không công bố")


INQUIRY_AFTER: Final[dict[InquiryState, frozenset[InquiryState]]] = {
    InquiryState.WAITING: frozenset({InquiryState.ANSWERED, InquiryState.REFUSED}),
    # A better answer replaces one; the log keeps both.
    InquiryState.ANSWERED: frozenset({InquiryState.ANSWERED, InquiryState.REFUSED}),
    InquiryState.REFUSED: frozenset({InquiryState.ANSWERED}),
}
