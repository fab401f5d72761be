"""Dated facts that hang on a plot."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import MD5, Cast, Concat

from land.models.plot import Plot
from land.workflow import FlagKind
from territory.models import AdminUnit

# Unit, sheet and parcel number as one key of 16 bytes: three texts in one GiST index cost ten times as much to enter
# (11.4 s against 1.1 s of 100,000 rows).
_NUMBER_KEY = Cast(MD5(Concat("unit", Value("\n"), "sheet_number", Value("\n"), "parcel_number")), models.UUIDField())


class PlotParcel(models.Model):
    """Parcel number held by a plot for a period. In Vietnamese: thửa đất của khu đất. LADM: LA_SpatialUnit.

    Sheets were renumbered when communes merged, so a number means nothing without its unit and its period.
    """

    plot = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="parcels")
    unit = models.ForeignKey(AdminUnit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    sheet_number = models.CharField("số tờ", max_length=20)
    parcel_number = models.CharField("số thửa", max_length=20)
    period = DateRangeField("thời gian")
    identifier = models.CharField("mã định danh đã cấp", max_length=12, blank=True)

    class Meta:
        verbose_name = "thửa đất của khu đất"
        verbose_name_plural = "thửa đất của khu đất"
        ordering = ["plot", "period", "sheet_number", "parcel_number"]
        constraints = [
            ExclusionConstraint(
                name="one_plot_per_parcel_number",
                expressions=[(_NUMBER_KEY, RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
            ),
            # An identifier belongs to one parcel of the country (Circular 19/2026), so to one plot at a time.
            ExclusionConstraint(
                name="one_plot_per_parcel_identifier",
                expressions=[
                    (F("identifier"), RangeOperators.EQUAL),
                    (F("plot"), RangeOperators.NOT_EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                condition=~models.Q(identifier=""),
            ),
        ]
        indexes = [models.Index(fields=["sheet_number", "parcel_number"], name="parcel_sheet_number")]

    def __str__(self) -> str:
        return f"tờ {self.sheet_number} thửa {self.parcel_number}"


class PlotFlag(models.Model):
    """Dated fact such as encroachment. In Vietnamese: tình trạng cần chú ý."""

    plot = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="flag_periods")
    kind = models.CharField("loại", max_length=20, choices=FlagKind)
    period = DateRangeField("thời gian")
    note = models.TextField("ghi chú nội bộ", blank=True)

    class Meta:
        verbose_name = "tình trạng cần chú ý"
        verbose_name_plural = "tình trạng cần chú ý"
        ordering = ["plot", "period"]
        constraints = [
            ExclusionConstraint(
                name="one_flag_of_a_kind_at_a_time",
                expressions=[
                    (F("plot"), RangeOperators.EQUAL),
                    (F("kind"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Tolerance(models.Model):
    """Tolerance used by checks and constraints, with its validity. In Vietnamese: sai số cho phép.

    Ours until an official gives them; `source` says so.
    """

    kind = models.CharField(
        max_length=24,
        choices=[
            ("overlap_m2", "Diện tích chồng lấn tối đa (m²)"),
            ("overlap_share", "Tỷ lệ chồng lấn tối đa"),
            ("area_share", "Tỷ lệ lệch diện tích so với giấy tờ"),
            ("area_floor_m2", "Lệch diện tích luôn chấp nhận (m²)"),
            ("outside_share", "Tỷ lệ diện tích ngoài đơn vị"),
        ],
    )
    value = models.FloatField("giá trị")
    period = DateRangeField("thời gian")
    source = models.CharField("nguồn", max_length=300)

    class Meta:
        verbose_name = "sai số cho phép"
        verbose_name_plural = "sai số cho phép"
        constraints = [
            ExclusionConstraint(
                name="one_tolerance_at_a_time",
                expressions=[
                    (F("kind"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} = {self.value}"


class AcceptedOverlap(models.Model):
    """Overlap of two plots that an official accepted. In Vietnamese: chồng lấn được chấp nhận."""

    first = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="+")
    area_m2 = models.FloatField("diện tích tối đa (m²)")
    reason = models.TextField("lý do")
    document_number = models.CharField("số văn bản", max_length=80)
    accepted_on = models.DateField("ngày")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_accepted_overlap"),
            models.CheckConstraint(name="ordered_pair", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"
