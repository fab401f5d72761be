"""Forms of values that hold for a time, for the admin: the action is the last validator, as in `land.forms`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis.http.problems import DomainError
from land.actions.dated import TermDraft, set_lease_term, set_tolerance
from land.models import LeaseTermBound, Tolerance
from land.workflow import LeaseKind

_LINES = forms.Textarea(attrs={"rows": 2})


class DatedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A value with its first day, its source and the reason."""

    start = forms.DateField(
        label=_("Có hiệu lực từ ngày"),
        help_text=_("Giá trị đang dùng hết hiệu lực từ ngày này và vẫn đọc được."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(label=_("Lý do thay đổi"), max_length=500, widget=_LINES)
    actor: Any = None

    def act(self, data: dict[str, Any]) -> Any:
        """Do it; returns the row that was made."""
        raise NotImplementedError

    def full_clean(self) -> None:
        """Validate, then act; refusals of the domain become errors of the form."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        try:
            self.instance = self.act(self.cleaned_data)
        except DomainError as refusal:
            named = [item for item in refusal.errors if item.get("field") in self.fields]
            for item in named or [{"field": None, "detail": refusal.detail}]:
                self.add_error(item["field"], item["detail"])


class ToleranceForm(DatedForm):
    """A tolerance."""

    class Meta:
        model = Tolerance
        fields = ("kind", "value", "source")

    def act(self, data: dict[str, Any]) -> Tolerance:
        """The value begins."""
        given = {name: data[name] for name in ("kind", "value", "start", "source", "reason")}
        return set_tolerance(actor=self.actor, **given)


class LeaseTermForm(DatedForm):
    """A bound of lease terms."""

    class Meta:
        model = LeaseTermBound
        fields = ("kind", "lessee_kind", "least_months", "most_months", "source", "mark")

    def act(self, data: dict[str, Any]) -> LeaseTermBound:
        """The bound begins."""
        names = ("lessee_kind", "least_months", "most_months", "source", "mark")
        draft = TermDraft(kind=LeaseKind(data["kind"]), **{name: data[name] for name in names})
        return set_lease_term(actor=self.actor, draft=draft, start=data["start"], reason=data["reason"])
