"""Questions about lots, reports on them, proposals of plots: sent by anybody, answered with a date."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from auctions import policies, privacy
from auctions.errors import BadTerms, LotStep, TooMany
from auctions.inquiry_states import INQUIRY_AFTER, InquiryKind, InquiryState
from auctions.models import Inquiry, Lot
from audit.actions import Entry, record
from gis.http.problems import NotAllowed, NotFound
from land.models import Plot
from land.workflow import PublishLevel
from notices.actions import enqueue
from notices.models import Contact

ANSWER = "auctions.answer"
LEAST_LETTERS, MOST_LETTERS = 10, 2000
# Ours (2026-11): nobody fills a desk by a script; what a lot is asked in a day by all people together.
MOST_A_DAY_OF_A_LOT, MOST_A_DAY = 30, 500
_DAY = timedelta(days=1)


@transaction.atomic
def ask_about_lot(*, kind: InquiryKind, lot: Lot, text: str, now: datetime, contact: Contact | None = None) -> Inquiry:
    """Send a question about a lot, or report that it is not as described. Anybody may.

    Raises:
        NotFound: the lot is not public.
        BadTerms: too short or too long.
        TooMany: more than can be read came today.
    """
    if lot.publish_level != PublishLevel.PUBLIC:
        raise NotFound(_("Không có lô này, hoặc lô chưa được công khai."))
    if kind == InquiryKind.PROPOSAL:
        raise BadTerms.at("kind", _("Đề xuất là về khu đất."))
    _check_pace(Inquiry.objects.filter(lot=lot), now)
    return _sent(kind, text, now, contact, lot=lot)


@transaction.atomic
def propose_plot(*, plot: Plot, text: str, now: datetime, contact: Contact | None = None) -> Inquiry:
    """Propose that a public plot is auctioned. Anybody may.

    Raises:
        NotFound, BadTerms, TooMany: as for `ask_about_lot`.
    """
    if plot.publish_level != PublishLevel.PUBLIC:
        raise NotFound(_("Không có khu đất này, hoặc khu đất chưa được công khai."))
    _check_pace(Inquiry.objects.filter(plot=plot), now)
    return _sent(InquiryKind.PROPOSAL, text, now, contact, plot=plot)


def _check_pace(of_this: Any, now: datetime) -> None:
    today = {"asked_at__gt": now - _DAY}
    if of_this.filter(**today).count() >= MOST_A_DAY_OF_A_LOT or Inquiry.objects.filter(**today).count() >= MOST_A_DAY:
        raise TooMany(_("Hôm nay đã nhận quá nhiều câu hỏi. Xin gửi lại vào ngày mai, hoặc gọi tổ chức đấu giá."))


def _sent(kind: InquiryKind, text: str, now: datetime, contact: Contact | None, **about: Any) -> Inquiry:
    text = text.strip()
    if not LEAST_LETTERS <= len(text) <= MOST_LETTERS:
        sentence = _("Hãy viết từ %(least)d đến %(most)d chữ.")
        raise BadTerms.at("text", sentence % {"least": LEAST_LETTERS, "most": MOST_LETTERS})
    made: Inquiry = Inquiry.objects.create(kind=kind, text=text, asked_at=now, contact=contact, **about)
    return made


@transaction.atomic
def answer_inquiry(*, actor: Any, inquiry: Inquiry, public_text: str, answer: str, now: datetime) -> Inquiry:
    """Answer in public.

    Args:
        public_text: what was asked, without names and numbers of people.

    Raises:
        NotAllowed: not the actor's to answer.
        LotStep: somebody answered since `inquiry` was read.
        BadTerms: no answer, or nothing to publish.
    """
    current = _to_decide(actor, inquiry, InquiryState.ANSWERED)
    if not answer.strip():
        raise BadTerms.at("answer", _("Hãy viết câu trả lời."))
    if not public_text.strip():
        raise BadTerms.at("public_text", _("Hãy ghi nội dung công bố, bỏ họ tên và số điện thoại."))
    privacy.check_published("public_text", public_text)
    current.public_text, current.answer = public_text.strip(), answer.strip()
    done = _decided(actor, current, InquiryState.ANSWERED, now)
    if done.contact is not None:
        data = {"about": done.about, "answer": done.answer, "path": _path(done)}
        key = f"{ANSWER}:{done.pk.hex}:{now.timestamp():.0f}"
        enqueue(actor=actor, contact=done.contact, kind=ANSWER, data=data, key=key, now=now)
    return done


@transaction.atomic
def refuse_inquiry(*, actor: Any, inquiry: Inquiry, reason: str, now: datetime) -> Inquiry:
    """Do not publish: insults, advertising, personal data, not about the lot.

    Raises:
        NotAllowed: not the actor's.
        LotStep: somebody answered since `inquiry` was read.
        BadTerms: no reason.
    """
    current = _to_decide(actor, inquiry, InquiryState.REFUSED)
    if not reason.strip():
        raise BadTerms.at("reason", _("Hãy ghi lý do không công bố."))
    current.reason = reason.strip()[:300]
    return _decided(actor, current, InquiryState.REFUSED, now)


def _to_decide(actor: Any, inquiry: Inquiry, target: InquiryState) -> Inquiry:
    current: Inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if not policies.can_answer(actor, current):
        raise NotAllowed(_("Câu hỏi này không thuộc đơn vị của bạn."))
    if target not in INQUIRY_AFTER[InquiryState(current.state)] or current.answered_at != inquiry.answered_at:
        raise LotStep(_("Câu hỏi này đã được xử lý. Hãy tải lại trang."))
    return current


def _decided(actor: Any, inquiry: Inquiry, state: InquiryState, now: datetime) -> Inquiry:
    before = {"state": inquiry.state}
    inquiry.state, inquiry.answered_at, inquiry.answered_by = state, now, actor
    inquiry.save()
    entry = Entry(
        f"lot_inquiry.{state.value}", "lot_inquiry", str(inquiry.pk), inquiry.about, before, {"state": state.value}
    )
    record(actor=actor, entries=[entry])
    return inquiry


def _path(inquiry: Inquiry) -> str:
    return f"/lots/{inquiry.lot.code}/#questions" if inquiry.lot is not None else f"/plots/{inquiry.plot.code}/"
