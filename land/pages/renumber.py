"""New sheet and parcel numbers for a commune: a table is pasted or sent, looked at, and written."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis.http.problems import DomainError
from land import policies
from land.actions import NewNumbers, RenumberingResult, renumber_parcels
from land.loading.number_table import TITLES, WHY, rows_of, text_of
from land.pages import units_of_form as units
from land.pages.acts import rewritten
from land.pages.desk import form_page, signed_in
from land.pages.fields import ChoiceField, DayField, LineField

_MOST_BYTES = 2 * 1024 * 1024  # a commune has some tens of thousands of parcels


class RenumberForm(forms.Form):
    """The table with its commune and day; the action is the last validator, and its first run writes nothing."""

    unit = ChoiceField(label=gettext_lazy("Phường, xã của số cũ"))
    new_unit = forms.ChoiceField(
        label=gettext_lazy("Phường, xã của số mới"),
        required=False,
        help_text=gettext_lazy("Để trống nếu vẫn là đơn vị đó."),
    )
    since = DayField(label=gettext_lazy("Số mới có hiệu lực từ ngày"))
    file = forms.FileField(label=gettext_lazy("Tệp CSV"), required=False, help_text=gettext_lazy("Mã UTF-8."))
    numbers = forms.CharField(
        label=gettext_lazy("Hoặc dán bảng"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    reason = LineField(
        label=gettext_lazy("Số quyết định hoặc lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, actor: Any, commit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.commit = actor, commit
        self.result: RenumberingResult | None = None
        listed = units.choices(units.all_communes())
        for name, nothing in (("unit", _("– chọn –")), ("new_unit", _("– như trên –"))):
            self.fields[name].choices = [("", nothing), *listed]  # type: ignore[attr-defined]
        self.fields["numbers"].help_text = _("Dòng đầu là tên cột: %(titles)s.") % {"titles": ", ".join(TITLES)}

    def clean_since(self) -> Any:
        if self.cleaned_data["since"] > timezone.localdate():
            raise forms.ValidationError(_("Ngày có hiệu lực không được sau hôm nay."))
        return self.cleaned_data["since"]

    def full_clean(self) -> None:
        """Validate, then do it or see what it would do."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        try:
            self.result = self._act()
        except DomainError as refusal:
            self.add_error(None, refusal.detail)

    def _act(self) -> RenumberingResult | None:
        given = self.cleaned_data
        if given["file"] is not None:
            if given["file"].size > _MOST_BYTES:
                self.add_error("file", _("Tệp lớn hơn 2 MB. Hãy chia tệp."))
                return None
            # What was sent stays in the form: a browser does not send a file twice.
            self.data = rewritten(self.data, numbers=text_of(given["file"].read()))
        text = self.data.get("numbers", "").strip()
        if not text:
            self.add_error("numbers", _("Hãy dán bảng hoặc chọn tệp."))
            return None
        table = NewNumbers(given["unit"], given["new_unit"] or given["unit"], given["since"], rows_of(text))
        return renumber_parcels(actor=self.actor, table=table, reason=given["reason"], dry_run=not self.commit)


@signed_in
@form_page
def renumber(request: HttpRequest) -> HttpResponse:
    """First what would change and what is not found, then the act."""
    if not policies.can_open_renumbering(request.user):
        raise Http404
    commit = request.POST.get("step") == "commit"
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RenumberForm(data, files, actor=request.user, commit=commit)
    form.is_valid()
    result = form.result
    left = [(row, WHY[why]) for row, why in result.left] if result else []
    everything = policies.can_manage_register(request.user)
    context = {
        "everything": everything,
        "form": form,
        "result": result,
        "left": left,
        "committed": commit,
        "back": reverse("desk-review"),
    }
    return render(request, "land/acts/renumber.html", context)
