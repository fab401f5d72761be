"""Putting a lease right: the form of the contract again, and the drawing of the leased part."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from land import reading
from land.actions import amend_lease, draw_part
from land.pages.desk import Frame, answer, done, form_page, sent
from land.pages.lease_acts import address_of, back_to, offered
from land.pages.lease_mend_forms import AmendForm, PartForm
from land.pages.leases import for_readers, seen_lease
from land.pages.shape_input import tell
from land.pages.split import drawing_of
from land.reading_leases import term_bounds
from land.workflow import LeaseState


@sensitive_post_parameters("lessee")
@for_readers
@form_page
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the contract says, written anew."""
    view = seen_lease(request, pk)
    offered(view, "amend")
    form = AmendForm(request.user, view.lease, sent(request))

    def act(data: dict[str, Any]) -> str:
        reason = data.get("reason", "")
        amend_lease(
            actor=request.user,
            lease=view.lease,
            draft=form.draft(),
            rent=data["schedule"],
            reason=reason,
            seen=data["seen"],
        )
        done(request, _("Đã sửa hợp đồng; số liệu cũ còn trong nhật ký, trừ họ tên cá nhân."))
        return address_of(view.lease)

    is_draft = view.lease.state == LeaseState.DRAFT
    signed = _("Hợp đồng đã ký giữ nguyên hình thức, thời hạn và diện tích: muốn đổi thì gia hạn, hoặc chấm dứt.")
    frame = Frame(
        title=_("Sửa hợp đồng %(number)s") % {"number": view.lease.contract_number},
        lead=_("Dự thảo sửa được mọi nội dung trước khi ký.") if is_draft else signed,
        submit=_("Ghi nội dung đúng"),
        back=back_to(view),
        template="land/leases/form.html",
        more={"bounds": term_bounds(timezone.localdate())} if is_draft else {},
    )
    return answer(request, form, frame, act)


@for_readers
@form_page
def part(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where on the plot the leased part lies."""
    view = seen_lease(request, pk)
    offered(view, "part")
    plot = view.lease.plot
    files = request.FILES if request.method == "POST" else None
    form = PartForm(view.lease, sent(request), files)

    def act(data: dict[str, Any]) -> str:
        draw_part(actor=request.user, lease=view.lease, part=form.part, reason=data.get("reason", ""))
        tell(request, form.told)
        done(request, _("Đã ghi phần đất thuê."))
        return address_of(view.lease)

    frame = Frame(
        title=_("Phần đất thuê của hợp đồng %(number)s") % {"number": view.lease.contract_number},
        lead=_("Vẽ trên bản đồ, dán tọa độ góc hoặc tải tệp. Diện tích thuê vẫn là số ghi trong hợp đồng."),
        submit=_("Ghi phần đất thuê"),
        back=back_to(view),
        upload=True,
        template="land/leases/part.html",
        more={"map": drawing_of(plot, reading.neighbours(request.user, plot), view.lease.part)},
    )
    return answer(request, form, frame, act)
