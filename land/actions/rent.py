"""Booking rent, and reading the name of a person who leases."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.http.problems import NotFound
from land import policies
from land.actions import changes
from land.actions.plots import require
from land.errors import BadChange
from land.models import Lease, LesseePerson, RentDue
from land.workflow import LeaseState


@transaction.atomic
def record_payment(*, actor: Any, rent: RentDue, amount: int, paid_on: date, today: date) -> RentDue:
    """Book a payment on an instalment; several payments add up, `paid_on` is the day of the last.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange: nothing paid, more than is owed, a day ahead, or the lease is a draft.
    """
    current = _locked(actor, rent)
    paid = (current.paid_amount or 0) + amount
    if amount <= 0 or paid > current.amount:
        owed = current.amount - (current.paid_amount or 0)
        raise BadChange.at(
            "amount", _("Số tiền nộp phải lớn hơn 0 và không quá số còn nợ (%(owed)s đồng).") % {"owed": owed}
        )
    if paid_on > today:
        raise BadChange.at("paid_on", _("Ngày nộp không được sau hôm nay."))
    _book(actor, current, paid, paid_on, "rent.paid")
    return current


@transaction.atomic
def correct_payment(*, actor: Any, rent: RentDue, paid: int, paid_on: date | None, reason: str, today: date) -> RentDue:
    """Put right what was booked on an instalment: `paid` is what was paid in all, 0 where nothing was.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange: no reason, nothing booked yet, more than is due, no day or one ahead, or nothing changes.
    """
    current = _locked(actor, rent)
    if current.paid_amount is None:
        raise BadChange(_("Kỳ này chưa ghi khoản nộp nào."))
    if not 0 <= paid <= current.amount:
        raise BadChange.at("paid", _("Số tiền đã nộp phải từ 0 đến %(amount)s đồng.") % {"amount": current.amount})
    if paid and (paid_on is None or paid_on > today):
        raise BadChange.at("paid_on", _("Hãy ghi ngày nộp, không sau hôm nay."))
    if not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do sửa."))
    day = paid_on if paid else None
    if (paid or None, day) == (current.paid_amount, current.paid_on):
        raise BadChange(_("Không có gì thay đổi."))
    _book(actor, current, paid or None, day, "rent.corrected", reason)
    return current


def _locked(actor: Any, rent: RentDue) -> RentDue:
    plot = rent.lease.plot
    require(
        policies.can_manage_leases(actor, plot),
        _("Bạn không có quyền ghi tiền thuê của khu đất %(code)s.") % {"code": plot.code},
    )
    changes.locked([plot])  # the schedule is put right under the same lock
    rows = RentDue.objects.select_for_update(of=("self",)).select_related("lease__plot")
    current: RentDue | None = rows.filter(pk=rent.pk).first()
    if current is None:
        raise BadChange(_("Kỳ nộp này vừa được sửa. Hãy mở lại hợp đồng rồi ghi tiếp."))
    if current.lease.state == LeaseState.DRAFT:
        raise BadChange(_("Hợp đồng còn là dự thảo, chưa phát sinh tiền thuê."))
    return current


def _book(actor: Any, rent: RentDue, paid: int | None, paid_on: date | None, verb: str, reason: str = "") -> None:
    before = {"paid_amount": rent.paid_amount, "paid_on": rent.paid_on}
    rent.paid_amount, rent.paid_on = paid, paid_on
    rent.save(update_fields=["paid_amount", "paid_on"])
    label = f"{rent.lease.contract_number}: {rent.due_on:%d/%m/%Y}"
    after = {"paid_amount": paid, "paid_on": paid_on}
    entry = Entry(verb, "rent", str(rent.pk), label, reason=reason, before=before, after=after)
    record(actor=actor, entries=[entry])


@transaction.atomic
def read_lessee(*, actor: Any, lease: Lease, reason: str = "") -> str:
    """The name of the person who leases. Every reading leaves an event `personal.read`.

    Raises:
        NotAllowed: not one who may read personal data of this plot.
        BadChange: the department and inspectors must say why.
        NotFound: the lessee is an organisation, named in the lease itself.
    """
    require(policies.can_read_lessee(actor, lease.plot), _("Bạn không được xem thông tin cá nhân của bên thuê."))
    if policies.must_reason_lessee(actor) and not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do xem thông tin cá nhân; lý do được lưu vào nhật ký."))
    person = LesseePerson.objects.filter(lease=lease.pk).first()
    if person is None:
        raise NotFound(_("Hợp đồng này không có bên thuê là cá nhân."))
    label = f"{lease.plot.code}: {lease.contract_number}"
    record(actor=actor, entries=[Entry("personal.read", "lease", str(lease.pk), label, reason=reason)])
    return person.name
