"""`/metrics` for Prometheus: numbers of the service, for the machine itself and for whoever holds the token."""

from collections.abc import Iterable
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from notices.standing import ChannelStanding
from portal.operations import Health, health


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Numbers of now; others than those they are for do not learn that the address exists."""
    if not (_from_here(request) or _with_token(request)):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers(health()))
    response = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


def _from_here(request: HttpRequest) -> bool:
    """From this machine and not handed on: a proxy beside the application asks from loopback, too."""
    try:
        loopback = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return loopback and not any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"))


def _with_token(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")


class _Numbers(Collector):
    """Gauges of one moment: every process would tell the same, since they are the database's and the disk's."""

    def __init__(self, found: Health) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        """As Prometheus wants them."""
        found = self._found
        jobs = _gauge("background_jobs", "Jobs by queue: due (todo) and under way (doing)", "queue", "status")
        oldest = _gauge("background_oldest_due_seconds", "How long the oldest job that is due has waited", "queue")
        for queue in found.queues:
            jobs.add_metric([queue.name, "todo"], queue.todo)
            jobs.add_metric([queue.name, "doing"], queue.doing)
            oldest.add_metric([queue.name], queue.oldest_s)
        failed = _gauge("background_jobs_failed", "Jobs that ended with an error and wait for a person", "task")
        for task, number in found.failed.items():
            failed.add_metric([task], number)
        stalled = _gauge("background_jobs_stalled", "Jobs under way whose worker is not heard of", "task")
        for task, number in found.stalled.items():
            stalled.add_metric([task], number)
        loads = _gauge("loads", "Files on their way, by what they become and state", "kind", "state")
        for kind, states in found.loads.items():
            for state, number in states.items():
                loads.add_metric([kind, state], number)
        faults = _gauge("scenes_unreadable", "Scenes whose files cannot be read, by fault", "fault")
        for fault, number in found.faults.items():
            faults.add_metric([fault], number)
        return [
            jobs,
            oldest,
            failed,
            stalled,
            loads,
            faults,
            *_of_messages(found.channels),
            _one("scenes", "Scenes in the catalogue", found.scenes),
            _one("workers", "Background workers that live", found.workers),
            _one("disk_free_bytes", "Room where files are written; 0 also without the folder", found.free_bytes),
        ]


def _of_messages(channels: Iterable[ChannelStanding]) -> list[Metric]:
    messages = _gauge(
        "notices", "Messages by channel and state; sent, delivered and cancelled ones of 24 hours", "channel", "state"
    )
    oldest = _gauge("notices_oldest_due_seconds", "How long the oldest message that is due has waited", "channel")
    waits = _gauge("notices_breaker_open", "1 while a channel waits because its provider fails", "channel")
    for channel in channels:
        for state, number in channel.states.items():
            messages.add_metric([channel.channel, state], number)
        oldest.add_metric([channel.channel], channel.oldest_s)
        waits.add_metric([channel.channel], channel.waits_until is not None)
    return [messages, oldest, waits]


def _gauge(name: str, meaning: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"datcong_{name}", meaning, labels=labels)


def _one(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"datcong_{name}", meaning, value=value)
