"""The plot and its versions."""

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import F, Q
from uuid6 import uuid7

from gis import crs
from gis.db.expressions import MercatorCell, Span, ToMercator
from land.models.state import PlotState
from land.querysets import PlotQuerySet, PlotVersionQuerySet
from land.workflow import ChangeKind, LocationBasis, PlotStatus, PublishLevel, ReviewState

# What every question asks (the status), then what the filter panel counts and the public may see.
OPEN_FACETS = (
    "status",
    "unit",
    "unit_at_record",
    "area_method",
    "land_use",
    "land_use_current",
    "origin",
    "managing_agency",
    "use_state",
    "public_flags",
    "legal_status",
    "handling_plan",
    "location_basis",
)


class Plot(PlotState):
    """Public land plot, what the register says today. In Vietnamese: khu đất. LADM: LA_BAUnit.

    Written by actions only; every write leaves a PlotVersion. The code is stable and never reused.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField("số", unique=True, editable=False)
    code = models.CharField("mã khu đất", max_length=20, unique=True, editable=False)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    updated_at = models.DateTimeField("cập nhật lúc", editable=False)
    sample = models.BooleanField("dữ liệu mẫu", default=False, editable=False)
    search_text = models.TextField(blank=True, editable=False)
    search_words = models.GeneratedField(
        expression=SearchVector("search_text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    # One generalised column per two zooms; each generated column needs its own index.
    geom_z13 = models.GeneratedField(
        expression=ToMercator("geom", simplify=6),
        output_field=models.GeometryField(srid=crs.WEB_MERCATOR.srid, null=True),
        db_persist=True,
    )
    # What is too small to be drawn is known without reading the boundary.
    span_m = models.GeneratedField(expression=Span("geom"), output_field=models.FloatField(null=True), db_persist=True)
    # What lies well inside a box is counted without reading the boundary (gis/query/cells.py).
    cell = models.GeneratedField(
        expression=MercatorCell("point"), output_field=models.BigIntegerField(null=True), db_persist=True
    )

    objects = PlotQuerySet.as_manager()

    class Meta:
        verbose_name = "khu đất"
        verbose_name_plural = "khu đất"
        ordering = ["number"]
        indexes = [
            GinIndex(fields=["search_words"], name="plot_search_words"),
            GinIndex(fields=["flags"], name="plot_flags"),
            # Django gives a generated column no spatial index by itself.
            GistIndex(fields=["geom_3857"], name="plot_geom_3857"),
            GistIndex(fields=["geom_z13"], name="plot_geom_z13"),
            GistIndex(fields=["anchor_3857"], name="plot_anchor_3857"),
            # Plots without a boundary are drawn by points: of a million 58 ms without this index, 0.03 ms with it.
            GistIndex(fields=["anchor_3857"], name="plot_anchor_alone", condition=Q(geom__isnull=True)),
            models.Index(F("span_m").desc(), name="plot_span"),
            models.Index(fields=["unit", "number"], name="plot_unit"),
            models.Index(fields=["unit_at_record"], name="plot_unit_at_record"),
            models.Index(fields=["land_use"], name="plot_land_use"),
            # Rows are 2 KB wide for their shapes: what a filter by area leaves is counted in a twelfth of the bytes.
            models.Index(fields=["publish_level", "area_m2"], include=OPEN_FACETS, name="plot_counted"),
            # The same for a box: its inner cells are counted here, only its rim is read.
            models.Index(fields=["cell"], include=(*OPEN_FACETS, "publish_level", "area_m2"), name="plot_cell"),
            # Every page asks whether any is made up; where none is, all of them would be read.
            models.Index(fields=["publish_level"], condition=Q(sample=True), name="plot_sample"),
            models.Index(fields=["managing_agency", "number"], name="plot_manager"),
            models.Index(fields=["sheet_number", "parcel_number"], name="plot_sheet_parcel"),
        ]
        constraints = [
            models.CheckConstraint(
                name="boundary_or_point",
                condition=~Q(location_basis=LocationBasis.BOUNDARY) | Q(geom__isnull=False),
            ),
            models.CheckConstraint(
                name="boundary_has_a_point", condition=Q(geom__isnull=True) | Q(point__isnull=False)
            ),
            models.CheckConstraint(
                name="faulty_record_is_not_public",
                condition=~Q(review_state=ReviewState.NEEDS_REVIEW) | ~Q(publish_level=PublishLevel.PUBLIC),
            ),
            models.CheckConstraint(
                name="published_plot_has_a_date",
                condition=~Q(publish_level=PublishLevel.PUBLIC) | Q(published_on__isnull=False),
            ),
            models.CheckConstraint(name="known_status", condition=Q(status__in=PlotStatus.values)),
        ]

    def __str__(self) -> str:
        return self.code


class PlotVersion(PlotState):
    """What the register said of a plot during a period. In Vietnamese: phiên bản khu đất. LADM: VersionedObject.

    `valid` is time in the world, `recorded` the time the register held it to be so (database clock). Rows are
    appended; a trigger allows no change but the closing of `recorded`.
    """

    plot = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(editable=False)
    code = models.CharField(max_length=20, editable=False)
    version = models.PositiveIntegerField()
    valid = DateRangeField("hiệu lực")
    recorded = DateTimeRangeField("ghi nhận")
    change = models.CharField("loại biến động", max_length=12, choices=ChangeKind)
    reason = models.TextField("lý do", blank=True)
    actor_label = models.CharField("người ghi", max_length=200, blank=True)

    objects = PlotVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản khu đất"
        verbose_name_plural = "phiên bản khu đất"
        ordering = ["plot", "version", "id"]
        constraints = [
            ExclusionConstraint(
                name="one_version_at_a_time",
                expressions=[
                    (F("plot"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                    (F("recorded"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            GistIndex(fields=["valid", "recorded"], name="version_periods"),
            GistIndex(fields=["geom_3857"], name="version_geom_3857"),
            GistIndex(fields=["anchor_3857"], name="version_anchor_3857"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class PlotLineage(models.Model):
    """Origin of a plot in others. In Vietnamese: tách, gộp khu đất."""

    parent = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="children_links")
    child = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="parent_links")
    kind = models.CharField(max_length=8, choices=[("split", "Tách"), ("merge", "Gộp")])
    on_date = models.DateField("ngày")
    decision_number = models.CharField("số quyết định", max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parent", "child"], name="one_lineage")]

    def __str__(self) -> str:
        return f"{self.parent_id} → {self.child_id}"
