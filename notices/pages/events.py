"""What Zalo tells."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gis.http.policy import forbid_all
from notices.actions import note_delivery
from notices.zalo_events import arrived, read_event


@csrf_exempt  # the signature says who sends
@never_cache
@require_POST
def zalo(request: HttpRequest) -> HttpResponse:
    """An event. What is signed is answered 200, also where it is of no use: Zalo would send it again otherwise."""
    event = read_event(request.body, request.headers.get("X-ZEvent-Signature", ""))
    message_id = arrived(event)
    if message_id is not None:
        note_delivery(message_id=message_id, now=timezone.localtime())
    response = HttpResponse(content_type="text/plain")
    forbid_all(response)
    return response
