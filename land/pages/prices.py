"""Where a plot stands in the price table, as an official says it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from land.actions import PlaceDraft, place_in_price_table
from land.models import Plot
from land.pages.acts import ActForm, finished, for_verb, page
from land.pages.fields import LineField
from land.prices import given_place, price_of, streets_of

_PLACE = ("street", "segment_from", "segment_to", "position", "zone")


class PriceForm(ActForm):
    """Where the plot stands in the price table: a street with segment and position, or a zone."""

    street = LineField(
        label=gettext_lazy("Tên đường"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Như trong bảng giá, ví dụ Trần Phú; để trống nếu bảng giá tính theo khu vực."),
        widget=forms.TextInput(attrs={"list": "price-streets", "autocomplete": "off"}),
    )
    segment_from = LineField(label=gettext_lazy("Đoạn từ"), max_length=300, required=False)
    segment_to = LineField(label=gettext_lazy("Đoạn đến"), max_length=300, required=False)
    position = forms.TypedChoiceField(
        label=gettext_lazy("Vị trí"),
        choices=[("", gettext_lazy("– chưa xác định –")), *((number, number) for number in range(1, 5))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    zone = LineField(
        label=gettext_lazy("Khu vực"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Chỉ ghi nơi bảng giá tính theo khu vực, không theo đường."),
    )
    field_order = (*_PLACE, "reason")

    def act(self) -> Any:
        values = {name: self.cleaned_data[name] for name in _PLACE}
        given = self.common()
        return place_in_price_table(
            actor=given["actor"], plot=self.plot, place=PlaceDraft(**values), reason=given["reason"]
        )


@for_verb("place_price")
def place_price(request: HttpRequest, plot: Plot) -> HttpResponse:
    """Say where the plot stands; beside it what the table gives by what is known so far."""
    given = given_place(plot)
    initial = {name: getattr(given, name) for name in _PLACE} if given else None
    form = PriceForm(request.POST if request.method == "POST" else None, actor=request.user, plot=plot, initial=initial)
    form.is_valid()
    if form.done:
        return finished(request, plot, _("Đã ghi vị trí trong bảng giá: %(place)s.") % {"place": form.done})
    price = price_of(request.user, plot, timezone.localdate())
    context = {"form": form, "price": price, "streets": streets_of(request.user, plot, price.table)}
    return page(request, plot, "land/acts/price.html", context)
