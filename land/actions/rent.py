"""Booking rent, and reading the name of a person who leases."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.http.problems import NotFound
from land import policies
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
    plot = rent.lease.plot
    require(
        policies.can_manage_leases(actor, plot),
        _("Bạn không có quyền ghi tiền thuê của khu đất %(code)s.") % {"code": plot.code},
    )
    current: RentDue = RentDue.objects.select_for_update(of=("self",)).select_related("lease__plot").get(pk=rent.pk)
    if current.lease.state == LeaseState.DRAFT:
        raise BadChange(_("Hợp đồng còn là dự thảo, chưa phát sinh tiền thuê."))
    paid = (current.paid_amount or 0) + amount
    if amount <= 0 or paid > current.amount:
        owed = current.amount - (current.paid_amount or 0)
        raise BadChange.at(
            "amount", _("Số tiền nộp phải lớn hơn 0 và không quá số còn nợ (%(owed)s đồng).") % {"owed": owed}
        )
    if paid_on > today:
        raise BadChange.at("paid_on", _("Ngày nộp không được sau hôm nay."))
    before = {"paid_amount": current.paid_amount, "paid_on": current.paid_on}
    current.paid_amount, current.paid_on = paid, paid_on
    current.save(update_fields=["paid_amount", "paid_on"])
    label = f"{current.lease.contract_number}: {current.due_on:%d/%m/%Y}"
    after = {"paid_amount": paid, "paid_on": paid_on}
    record(actor=actor, entries=[Entry("rent.paid", "rent", str(current.pk), label, before=before, after=after)])
    return current


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
