"""The sample's auctions: made once, by the worker or by an operator."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from auctions.actions import plot_marks
from auctions.actions.tallies import fold_tallies
from auctions.models import Lot
from auctions.sample.making import NoGround, make_auctions
from gis.db.clock import clock
from gis.work.queue import order_once
from land.models import Plot

TASK, QUEUE = "auctions.make_sample", "auctions"


class NoSample(Exception):
    """The register is not the sample, or holds lots already."""


def order_sample() -> None:
    """Have a worker make the auctions of the sample.

    Raises:
        NoSample: the register holds other plots than the sample's, or lots already.
    """
    _check()
    order_once(TASK, QUEUE, TASK)


@transaction.atomic
def make_sample(*, sessions_wanted: int | None = None, told: Any = None, now: datetime | None = None) -> int:
    """Make them here and now, all or none. Returns how many lots there are.

    Raises:
        NoSample: as for `order_sample`.
        NoGround: the register's sample has too little ground.
    """
    _check()
    at = now or clock()
    made = make_auctions(now=at, sessions_wanted=sessions_wanted, told=told or (lambda done, total: None))
    fold_tallies()
    # The sample of the register flags plots as being auctioned before there are lots.
    plot_marks.mend_flags(actor=None, today=timezone.localdate(at))
    return made


def _check() -> None:
    if not Plot.objects.filter(sample=True).exists() or Plot.objects.filter(sample=False).exists():
        raise NoSample("the register is not the sample")
    if Lot.objects.exists():
        raise NoSample("there are lots already")


__all__ = ["QUEUE", "TASK", "NoGround", "NoSample", "make_sample", "order_sample"]
