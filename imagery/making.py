"""How far the sample's pictures are, for the page that shows them."""

from imagery.models import SampleRun
from imagery.workflow import JobState


def sample_under_way() -> SampleRun | None:
    """The making of the sample while it lasts; it says nothing that is not public."""
    return SampleRun.objects.filter(state=JobState.RUNNING).first()
