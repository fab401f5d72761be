""" "Tôi có được tham gia?": a self-check that keeps nothing, in the log neither."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from auctions.eligibility import Bidder, may_take_part
from auctions.reading import read_lot
from auctions.workflow import BidderKind
from gis.http.problems import NotFound
from land.pages.desk import DeskForm, sent
from portal.pages.plot import language


class SelfCheckForm(DeskForm):
    """Five questions about who asks; sent by POST, so that answers stand in no address."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Bạn tham gia với tư cách"), choices=BidderKind.choices, widget=forms.RadioSelect
    )
    minor = forms.BooleanField(label=gettext_lazy("Tôi chưa đủ 18 tuổi, hoặc bị hạn chế năng lực"), required=False)
    works_for = forms.BooleanField(
        label=gettext_lazy(
            "Tôi (hoặc người thân) làm việc cho tổ chức đấu giá, đơn vị có tài sản, hoặc tham gia định giá lô này"
        ),
        required=False,
    )
    kin_bids = forms.BooleanField(
        label=gettext_lazy("Vợ, chồng, anh chị em ruột (hoặc công ty mẹ, công ty con) cũng đăng ký lô này"),
        required=False,
    )
    banned = forms.BooleanField(label=gettext_lazy("Tôi đang bị cấm tham gia đấu giá đất"), required=False)
    breached = forms.BooleanField(
        label=gettext_lazy("Tôi đang vi phạm pháp luật đất đai ở một dự án khác"), required=False
    )

    def bidder(self) -> Bidder:
        """What was answered."""
        said = self.cleaned_data
        return Bidder(
            BidderKind(said["kind"]),
            adult=not said["minor"],
            works_for=said["works_for"],
            kin_bids=said["kin_bids"],
            banned=said["banned"],
            breached=said["breached"],
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The questions, and what the law says of the answers."""
    seen = read_lot(request.user, code, language())
    if seen is None:
        raise NotFound(_("Không có lô %(code)s, hoặc lô chưa được công khai.") % {"code": code})
    form = SelfCheckForm(sent(request))
    lot = seen.lot
    answered = form.is_bound and form.is_valid()
    answer = may_take_part(form.bidder(), lot.bidders, lot.sale_by) if answered else None
    status = 400 if form.is_bound and not answered else 200
    return render(request, "lot/check.html", {"lot": lot, "form": form, "answer": answer}, status=status)
