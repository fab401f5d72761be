"""What investors follow as RSS 2.0: the acts that are news."""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from auctions.exports import words
from auctions.models import LotEvent
from auctions.workflow import NEWS_OF, Verb
from gis.text.cells import printable
from gis.text.money import dong

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
_MOST = 60


def acts() -> list[LotEvent]:
    """The last acts, the newest first, as the public knows them."""
    events = LotEvent.objects.visible_to(None).filter(verb__in=list(NEWS_OF)).select_related("lot", "lot__unit")
    shapes = ("geom", "geom_3857", "geom_z13", "anchor_3857", "search_text", "search_words")
    borders = ("unit__geom", "unit__geom_3857", "unit__geom_low")
    return list(events.defer(*(f"lot__{name}" for name in (*shapes, *borders))).order_by("-at", "-id")[:_MOST])


def rss(told: Sequence[LotEvent], *, home: str, own: str, address: Callable[[str], str], lang: str) -> bytes:
    """The feed.

    Args:
        told: from `acts`.
        home, own: absolute addresses of the list of lots and of the feed itself.
        address: of a lot's page by its code.
        lang: of the words.
    """
    ElementTree.register_namespace("atom", ATOM)
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _texts(channel, title=words.title(), link=home, description=words.notice(), language=lang)
    if told:
        _texts(channel, lastBuildDate=_moment(told[0].at))
    SubElement(channel, f"{{{ATOM}}}link", href=own, rel="self", type="application/rss+xml")
    for act in told:
        item = SubElement(channel, "item")
        title = f"{act.get_verb_display()}: {act.lot.name} ({act.lot.code})"
        _texts(item, title=title, link=address(act.lot.code), description=_description(act), pubDate=_moment(act.at))
        SubElement(item, "guid", isPermaLink="false").text = f"urn:uuid:{act.pk}"
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode").encode()


def _description(act: LotEvent) -> str:
    lot, parts = act.lot, [act.lot.place]
    if act.verb in {Verb.SELL, Verb.AWARD_NEXT} and act.details.get("price_amount"):
        parts.append(_("giá trúng %(price)s") % {"price": dong(act.details["price_amount"])})
    elif act.verb == Verb.POST and lot.start_price_amount is not None and act.attempt == lot.attempt:
        parts.append(_("giá khởi điểm %(price)s") % {"price": dong(lot.start_price_amount)})
    if act.reason:
        parts.append(_("lý do: %(reason)s") % {"reason": act.reason})
    return ", ".join(part for part in parts if part)


def _moment(at: datetime) -> str:
    return format_datetime(at)


def _texts(element: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(element, name).text = printable(text)
