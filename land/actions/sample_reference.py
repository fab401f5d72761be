"""Entering the reference layers of the sample, and where its plots stand in the price table."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.db.clock import clock
from gis.db.copy import copy_rows
from land.actions.reference import load_reference
from land.actions.reference_drafts import Row, SetDraft
from land.errors import BadChange
from land.models import Plot, PricePlace
from land.sample.spec import SamplePlot
from land.sample_reference.places import Place


@transaction.atomic
def load_sample_reference(
    *, sets: Iterable[tuple[SetDraft, Sequence[Row]]], plots: Sequence[SamplePlot], places: Mapping[int, Place]
) -> int:
    """Load sets that say they are a sample, and the price places of sample plots. Returns how many rows there are.

    Raises:
        BadChange: a set does not say so, or the register holds other plots than the sample's.
    """
    codes = {plot.number: plot.pk for plot in Plot.objects.filter(sample=True).only("number", "pk")}
    if len(codes) != len(plots) or Plot.objects.filter(sample=False).exists():
        raise BadChange(_("Lớp tham chiếu mẫu chỉ đi cùng sổ mẫu."))
    count = 0
    for draft, rows in sets:
        if not draft.sample:
            raise BadChange(_("“%(title)s” không được ghi là dữ liệu mẫu.") % {"title": draft.title})
        load_reference(actor=None, draft=draft, rows=rows, reason="Dữ liệu mẫu")
        count += len(rows)
    numbers = dict(zip((plot.key for plot in plots), sorted(codes), strict=True))
    at = DateTimeTZRange(clock(), None)
    copy_rows(
        PricePlace(
            plot_id=codes[numbers[key]],
            street=place.street,
            position=place.position,
            zone=place.zone,
            recorded=at,
        )
        for key, place in sorted(places.items())
    )
    after = {"rows": count, "price_places": len(places)}
    record(actor=None, entries=[Entry("sample.reference_loaded", "register", "sample", after=after)])
    return count
