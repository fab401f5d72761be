"""What the public role may read of the land tables (docs/adr/0005)."""

from gis.db import public
from land.models import (
    INTERNAL_TALLIES,
    Document,
    LandPrice,
    LandUse,
    Photo,
    PlannedUse,
    PlanZone,
    Plot,
    PlotCell,
    PlotLineage,
    PlotMix,
    PlotParcel,
    PlotTally,
    PlotVersion,
    PricePlace,
    ReferenceSet,
    RoadLine,
)
from land.workflow import PUBLIC_REFERENCES, PublishLevel

# The one list of a plot's public columns; the layer's public fields are tested against it.
COLUMNS = (
    "status",
    "name",
    "address",
    "unit",
    "unit_at_record",
    "sheet_number",
    "parcel_number",
    "parcel_uid",
    "parcel_uid_provisional",
    "area_m2",
    "area_method",
    "area_legal_m2",
    "area_surveyed_m2",
    "area_planar_m2",
    "area_geodesic_m2",
    "land_use",
    "land_use_current",
    "origin",
    "managing_agency",
    "using_agency",
    "decision_number",
    "decision_on",
    "decision_issuer",
    "use_state",
    "public_flags",
    "legal_status",
    "handling_plan",
    "publish_level",
    "published_on",
    "source",
    "surveyed_on",
    "location_basis",
    "geom",
    "point",
    "geom_3857",
    "anchor_3857",
)
_OWN = (
    "id",
    "number",
    "code",
    "version",
    "updated_at",
    "sample",
    "search_text",
    "search_words",
    "geom_z13",
    "span_m",
    "cell",
)
_VERSION_OWN = ("id", "plot", "number", "code", "version", "valid", "recorded", "change")
# The level itself is what the view is cut by; every row it leaves says the same.
_INSIDE = set(INTERNAL_TALLIES) - {"publish_level"}
_PUBLISHED = f"publish_level = '{PublishLevel.PUBLIC.value}'"
_OF_PUBLISHED = f"{{}} IN (SELECT id FROM public.land_plot WHERE {_PUBLISHED})"  # noqa: S608 - no outside value

_SET_COLUMNS = (
    "id",
    "code",
    "kind",
    "series",
    "title",
    "decision_number",
    "decision_on",
    "issuer",
    "scale",
    "unit",
    "period",
    "source",
    "row_count",
    "sample",
    "withdrawn_at",
)
_FILE_COLUMNS = ("id", "plot", "size", "media_type", "publish_level", "attached_at", "withdrawn_at")
_DOCUMENT_COLUMNS = (*_FILE_COLUMNS, "sha256", "kind", "number", "issued_on", "issuer", "title")
# The original of a photo carries EXIF and stays inside; its hash is not shown either.
_PHOTO_COLUMNS = (
    *_FILE_COLUMNS,
    "caption",
    "taken_at",
    "point",
    "heading",
    "width",
    "height",
    "view_sha256",
    "thumb_sha256",
)
_KINDS = ", ".join(f"'{kind.value}'" for kind in sorted(PUBLIC_REFERENCES))
_STANDING_SET = f"withdrawn_at IS NULL AND kind IN ({_KINDS})"
_OF_STANDING_SET = f"set_id IN (SELECT id FROM public.land_referenceset WHERE {_STANDING_SET})"  # noqa: S608
_STANDING_FILE = f"{_PUBLISHED} AND withdrawn_at IS NULL AND {_OF_PUBLISHED.format('plot_id')}"


def declare() -> None:
    """Tell the wall which tables, columns and rows of this app are public."""
    public.declare(LandUse)
    public.declare(Plot, {*COLUMNS, *_OWN}, _PUBLISHED)
    # A plot taken back from publication takes its old published versions along.
    public.declare(PlotVersion, {*COLUMNS, *_VERSION_OWN}, f"{_PUBLISHED} AND {_OF_PUBLISHED.format('plot_id')}")
    inside = ", ".join(f"'{name}'" for name in INTERNAL_TALLIES)
    of_published = f"level = '{PublishLevel.PUBLIC.value}'"
    public.declare(PlotTally, where=f"{of_published} AND field NOT IN ({inside})")
    public.declare(PlotCell, where=of_published)
    public.declare(PlotMix, {field.name for field in PlotMix._meta.concrete_fields} - _INSIDE, _PUBLISHED)
    public.declare(PlotParcel, where=_OF_PUBLISHED.format("plot_id"))
    public.declare(
        PlotLineage,
        where=f"{_OF_PUBLISHED.format('parent_id')} AND {_OF_PUBLISHED.format('child_id')}",
    )
    public.declare(ReferenceSet, _SET_COLUMNS, _STANDING_SET)
    for model in (PlanZone, RoadLine, LandPrice):
        public.declare(model, where=_OF_STANDING_SET)
    public.declare(PlannedUse, where=f"{_OF_STANDING_SET} AND {_OF_PUBLISHED.format('plot_id')}")
    public.declare(PricePlace, where=f"upper_inf(recorded) AND {_OF_PUBLISHED.format('plot_id')}")
    public.declare(Document, _DOCUMENT_COLUMNS, _STANDING_FILE)
    public.declare(Photo, _PHOTO_COLUMNS, _STANDING_FILE)
