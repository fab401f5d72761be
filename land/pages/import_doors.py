"""Where the pages of one upload lead, which depends on what it is loaded into: the plots or a reference layer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from land.models import ImportJob
from land.workflow import ImportTarget


def doors_of(job: ImportJob) -> dict[str, str]:
    """Heading, the list one came from, and the addresses of the acts that every upload has."""
    if job.target == ImportTarget.PLOTS:
        name, show, heading = "import", "import", _("Nhập tệp vào sổ")
        back = reverse("imports"), _("Các lần nhập tệp")
    else:
        name, show, heading = "reference", "reference-upload", _("Nạp lớp tham chiếu")
        back = reverse("references"), _("Lớp tham chiếu")
    return {
        "heading": heading,
        "back": back[0],
        "back_title": back[1],
        "show": reverse(show, args=[job.pk]),
        "abandon": reverse(f"{name}-abandon", args=[job.pk]),
        "resume": reverse(f"{name}-resume", args=[job.pk]),
        "profile": reverse(f"{name}-profile", args=[job.pk]),
    }
