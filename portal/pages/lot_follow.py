"""Following a lot or a search, keeping lots in sight. Forms have pages of their own: the lot's page sets no cookie."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from auctions.actions import watching
from auctions.models import Favourite, Lot
from auctions.reading import read_lot
from gis import layers
from gis.db.clock import clock
from gis.http.negotiation import reader
from gis.http.problems import NotFound
from gis.query.params import Params
from gis.query.question import filter_names, read_question
from land.pages.desk import DeskForm, Frame, answer, done, form_page, sent, signed_in
from notices.channels import in_use
from notices.workflow import Channel
from portal.pages import list_form
from portal.pages.conditions import in_words
from portal.pages.lots import FILTERS, cards_of
from portal.pages.plot import language


class FollowForm(DeskForm):
    """Where messages go."""

    channel = forms.ChoiceField(label=gettext_lazy("Nhận tin qua"), widget=forms.RadioSelect)
    address = forms.CharField(
        label=gettext_lazy("Địa chỉ"),
        max_length=200,
        help_text=gettext_lazy("Thư điện tử, hoặc số điện thoại dùng Zalo. Địa chỉ chỉ dùng để gửi tin này."),
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )
    daily = forms.BooleanField(label=gettext_lazy("Gộp thành một tin mỗi ngày, thay vì báo ngay"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(channel.value, channel.label) for channel in Channel if channel in in_use()]
        channel: Any = self.fields["channel"]
        channel.choices, channel.initial = offered, offered[0][0] if offered else None


_LEAD = gettext_lazy(
    "Bạn sẽ nhận một tin xác nhận; việc theo dõi bắt đầu khi bạn bấm đồng ý trong tin đó. Dừng bằng một lần bấm."
)


def _follow(request: HttpRequest, frame: Frame, what: dict[str, Any], back: str) -> HttpResponse:
    form = FollowForm(sent(request))

    def act(cleaned: dict[str, Any]) -> str:
        watching.follow(
            actor=request.user,
            channel=cleaned["channel"],
            address=cleaned["address"],
            language=language(),
            daily=cleaned["daily"],
            now=clock(),
            **what,
        )
        # The same sentence whatever is known of the address.
        done(request, _("Đã ghi nhận. Hãy mở tin xác nhận được gửi tới địa chỉ bạn nhập và bấm đồng ý."))
        return back

    return answer(request, form, frame, act)


@never_cache
@form_page
def follow_lot(request: HttpRequest, code: str) -> HttpResponse:
    """ "Báo cho tôi": everything new of one lot."""
    lot = _public_lot(request, code)
    back = reverse("lot", args=[lot.code])
    frame = Frame(_("Báo cho tôi về %(code)s") % {"code": lot.code}, _("Theo dõi"), (back, lot.name), lead=str(_LEAD))
    return _follow(request, frame, {"lot": lot, "title": f"{lot.name} ({lot.code})"}, back)


@never_cache
@form_page
def follow_search(request: HttpRequest) -> HttpResponse:
    """Save the search of the list and be told of new lots; the conditions stand in the address."""
    layer, user = layers.get("lots"), reader(request)
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(filter_names(layer, user) | FILTERS.boxes | {"token", "f", "sortby"})
    pairs = dict(list_form.tidy(FILTERS, params))
    question = read_question(layer, user, Params({name: [value] for name, value in pairs.items()}))
    words = in_words(question, params) or _("mọi lô mới")
    query = "&".join(f"{name}={value}" for name, value in sorted(pairs.items()) if name not in {"sortby", "token", "f"})
    back = reverse("lots") + (f"?{query}" if query else "")
    frame = Frame(
        _("Báo cho tôi khi có lô mới"),
        _("Lưu tìm kiếm và theo dõi"),
        (back, _("Danh sách lô")),
        lead=_("Điều kiện: %(words)s.") % {"words": words} + f" {_LEAD}",
    )
    return _follow(request, frame, {"params": pairs, "title": words, "query": query}, back)


def _public_lot(request: HttpRequest, code: str) -> Lot:
    seen = read_lot(request.user, code, language())
    if seen is None:
        raise NotFound(_("Không có lô %(code)s, hoặc lô chưa được công khai.") % {"code": code})
    return seen.lot


@require_POST
@signed_in
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a lot in sight, or no longer."""
    lot = _public_lot(request, code)
    if request.POST.get("keep") == "no":
        watching.let_go(actor=request.user, lot=lot)
    else:
        watching.keep(actor=request.user, lot=lot, now=clock())
    return redirect("lot", code=lot.code)


@require_safe
@signed_in
def kept(request: HttpRequest) -> HttpResponse:
    """The lots that one keeps in sight."""
    codes = list(Favourite.objects.visible_to(request.user).values_list("lot__code", flat=True))
    return render(request, "lots_kept.html", {"cards": cards_of(request.user, codes), "now": clock()})
