"""What the forms that correct a plot at the desk share."""

from typing import Any

from django.utils.translation import gettext_lazy

from gis.http.problems import DomainError
from land.errors import StaleVersion
from land.forms import RevisionForm
from land.models import Plot
from land.pages.acts import rewritten
from land.pages.fields import DayField


class DeskRevisionForm(RevisionForm):
    """A day as offices write it; somebody else's change is told once."""

    valid_from: Any = DayField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        required=False,
        help_text=gettext_lazy("Ngày/tháng/năm, ví dụ 22/11/2026; để trống nếu là đính chính sai sót của hồ sơ."),
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: DomainError) -> None:
        """After somebody else's change the form carries the new version."""
        super().refuse(refusal)
        if isinstance(refusal, StaleVersion):
            self.stale = True
            current = Plot.objects.visible_to(self.actor).get(pk=self.instance.pk)
            self.data = rewritten(self.data, seen_version=str(current.version))
