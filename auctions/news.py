"""What is new about public lots: written down with the act, matched with searches by a worker right after."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from auctions.models import Lot, LotEvent, LotNews
from auctions.workflow import NEWS_OF
from gis.db.clock import clock
from gis.work.queue import order_once
from land.workflow import PublishLevel

TASK, QUEUE = "auctions.match_news", "auctions"
_OLD = timedelta(days=1)


def tell(act: LotEvent, lot: Lot) -> LotNews | None:
    """Note the news that an act makes; None for others. Acts of long ago (the sample's) alert nobody."""
    kind = NEWS_OF.get(act.verb)
    if kind is None or lot.publish_level != PublishLevel.PUBLIC:
        return None
    old = clock() - act.at > _OLD
    made = LotNews.objects.create(
        lot=lot,
        kind=kind,
        at=act.at,
        lot_version=lot.version,
        reason=act.reason,
        matched_at=act.at if old else None,
    )
    if not old:
        transaction.on_commit(partial(order_once, TASK, QUEUE, TASK), robust=True)
    return made
