"""Messages of auctions: alerts for followed lots and searches, the daily digest, answers to questions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from auctions.actions import watching
from auctions.actions.asking import ANSWER
from auctions.models import Watch
from auctions.workflow import NewsKind
from gis.query.times import moment_text
from gis.text.money import short_dong
from gis.text.numbers import format_area
from notices import kinds, links, subscriptions
from notices.kinds import ASKED_FOR, Kind
from notices.subscriptions import Held, Source
from notices.workflow import Priority


def _lang() -> Any:
    return "en" if get_language() == "en" else "vi"


def _moment(text: str | None) -> str:
    return moment_text(parse_datetime(text) if text else None)


def _lots(message: Any) -> list[dict[str, Any]]:
    """Lines of the letter, in the contact's language."""
    rows: Sequence[Mapping[str, Any]] = message.data.get("lots", ())
    return [
        {
            **row,
            "news": str(NewsKind(row["kind"]).label),
            "url": links.full(reverse("lot", args=[row["code"]])),
            "area_text": format_area(row["area"], _lang()),
            "price_text": short_dong(row["price"], _lang()).text if row["price"] else _("giá chưa công bố"),
            "sold_text": short_dong(row["sold"], _lang()).text if row["sold"] else "",
            "files_text": _moment(row["files_until"]),
            "session_text": _moment(row["session_at"]),
        }
        for row in rows
    ]


def _alert_values(message: Any) -> Mapping[str, Any]:
    return {"title": message.data.get("title", ""), "count": message.data.get("count", 0), "lots": _lots(message)}


def _alert_zns(message: Any) -> Mapping[str, Any]:
    first = _lots(message)[0]
    return {
        "lot": first["code"],
        "news": first["news"],
        "price": first["price_text"],
        "files": first["files_text"] or "-",
    }


def _answer_values(message: Any) -> Mapping[str, Any]:
    return {**message.data, "url": links.full(message.data["path"])}


def _held(contact: Any) -> Sequence[Held]:
    watches = Watch.objects.filter(contact=contact).standing().select_related("lot").defer("lot__geom")
    return [
        Held(
            watch.pk.hex,
            watch.title,
            _("gộp một lần mỗi ngày") if watch.daily else _("báo ngay"),
            reverse("lot", args=[watch.lot.code]) if watch.lot else f"{reverse('lots')}?{watch.query}",
        )
        for watch in watches
    ]


def _fulfil(contact: Any, key: str, now: datetime) -> None:
    watching.begin(contact, key, now)


KINDS = (
    Kind(
        code=watching.ALERT,
        title=gettext_lazy("Tin về lô đấu giá đang theo dõi"),
        subject=gettext_lazy("Lô đấu giá: %(title)s"),
        template="auctions/mail/alert",
        lifetime=timedelta(days=2),
        values=_alert_values,
        zns_values=_alert_zns,
    ),
    Kind(
        code=watching.DIGEST,
        title=gettext_lazy("Tổng hợp lô đấu giá trong ngày"),
        subject=gettext_lazy("Lô đấu giá trong ngày: %(count)s tin"),
        template="auctions/mail/digest",
        lifetime=timedelta(days=1),
        priority=Priority.DIGEST,
        values=_alert_values,
    ),
    Kind(
        code=ANSWER,
        title=gettext_lazy("Trả lời câu hỏi, phản ánh về lô đấu giá"),
        subject=gettext_lazy("Trả lời về %(about)s"),
        template="auctions/mail/answer",
        lifetime=timedelta(days=7),
        may_go_to=ASKED_FOR,
        values=_answer_values,
    ),
)


def declare() -> None:
    """Make the kinds and the subscriptions known."""
    kinds.declare(*KINDS)
    subscriptions.declare(Source(watching.SOURCE, _held, watching.end, _fulfil))
