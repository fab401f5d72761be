"""Leases of public land: contract, lessee, rent."""

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db.models import F, Q
from uuid6 import uuid7

from gis import crs
from land.models.plot import Plot
from land.record_querysets import LeaseQuerySet, RentQuerySet, TermBoundQuerySet
from land.workflow import LEASE_HOLDS, LeaseKind, LeaseState, LesseeKind, UseState


class Lease(models.Model):
    """Lease of a plot or of a part of it. In Vietnamese: hợp đồng cho thuê đất. LADM: LA_Right.

    Carries no personal data: the name of a person stands in LesseePerson alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plot = models.ForeignKey(Plot, verbose_name="khu đất", on_delete=models.PROTECT, related_name="leases")
    kind = models.CharField("hình thức", max_length=16, choices=LeaseKind)
    state = models.CharField("tình trạng", max_length=12, choices=LeaseState, default=LeaseState.DRAFT)
    lessee_kind = models.CharField("đối tượng thuê", max_length=16, choices=LesseeKind)
    organisation = models.CharField("tổ chức thuê", max_length=200, blank=True)
    contract_number = models.CharField("số hợp đồng", max_length=80)
    contract_on = models.DateField("ngày ký")
    purpose = models.CharField("mục đích thuê", max_length=300)
    area_m2 = models.DecimalField("diện tích thuê (m²)", max_digits=14, decimal_places=1)
    period = DateRangeField("thời hạn")
    whole_plot = models.BooleanField("thuê toàn bộ khu đất", default=True)
    part = models.MultiPolygonField("phần đất thuê", srid=crs.LEGAL.srid, null=True, blank=True)
    started = models.BooleanField("đã ghi vào hiện trạng", default=False, editable=False)
    use_state_before = models.CharField(
        "hiện trạng trước khi thuê", max_length=16, choices=UseState, blank=True, editable=False
    )
    renews: Any = models.ForeignKey(
        "self", verbose_name="gia hạn hợp đồng", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The end that was agreed before a renewal cut the term short; it holds again if the renewal never does.
    agreed_end = models.DateField("hết hạn đã thỏa thuận", null=True, blank=True, editable=False)
    ended_on = models.DateField("ngày chấm dứt", null=True, blank=True)
    end_reason = models.TextField("lý do chấm dứt", blank=True)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        verbose_name = "hợp đồng cho thuê đất"
        verbose_name_plural = "hợp đồng cho thuê đất"
        ordering = ["plot", "period"]
        constraints = [
            ExclusionConstraint(
                name="one_lease_of_a_whole_plot_at_a_time",
                expressions=[(F("plot"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
                condition=Q(whole_plot=True, state__in=sorted(LEASE_HOLDS)),
            ),
            models.CheckConstraint(name="known_lease_state", condition=Q(state__in=LeaseState.values)),
            models.CheckConstraint(name="leased_area_is_positive", condition=Q(area_m2__gt=0)),
            models.CheckConstraint(
                name="lease_term_is_bounded",
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False),
            ),
            # The wall between contract and person: a name of a person has no place in this table.
            models.CheckConstraint(
                name="person_is_not_named_in_the_lease",
                condition=~Q(lessee_kind=LesseeKind.PERSON) | Q(organisation=""),
            ),
            models.CheckConstraint(name="whole_lease_has_no_part", condition=Q(whole_plot=False) | Q(part=None)),
        ]
        indexes = [models.Index(fields=["state", "plot"], name="lease_state")]

    def __str__(self) -> str:
        return self.contract_number


class LesseePerson(models.Model):
    """The person or household that leases. In Vietnamese: người thuê đất. Personal data (Law 91/2025).

    Never public; read one by one through `actions.read_lessee`, which leaves an audit event.
    """

    lease = models.OneToOneField(Lease, on_delete=models.PROTECT, primary_key=True, related_name="person")
    name = models.CharField("họ tên", max_length=200)

    class Meta:
        verbose_name = "người thuê đất"
        verbose_name_plural = "người thuê đất"

    def __str__(self) -> str:
        return "người thuê đất"


class RentDue(models.Model):
    """Instalment of rent, in đồng. In Vietnamese: kỳ nộp tiền thuê đất."""

    lease = models.ForeignKey(Lease, verbose_name="hợp đồng", on_delete=models.PROTECT, related_name="rent")
    due_on = models.DateField("hạn nộp")
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    paid_on = models.DateField("ngày nộp", null=True, blank=True)
    paid_amount = models.PositiveBigIntegerField("đã nộp (đồng)", null=True, blank=True)

    objects = RentQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ nộp tiền thuê đất"
        verbose_name_plural = "kỳ nộp tiền thuê đất"
        ordering = ["lease", "due_on"]
        constraints = [
            models.UniqueConstraint(fields=["lease", "due_on"], name="one_instalment_a_day"),
            models.CheckConstraint(name="rent_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payment_has_day_and_amount",
                condition=Q(paid_on=None, paid_amount=None) | Q(paid_on__isnull=False, paid_amount__gt=0),
            ),
            models.CheckConstraint(
                name="no_more_paid_than_due", condition=Q(paid_amount=None) | Q(paid_amount__lte=F("amount"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.amount}"


class LeaseTermBound(models.Model):
    """Longest and shortest term that the law allows, by date. In Vietnamese: khung thời hạn cho thuê đất.

    `source` names the article, `mark` how well it is known: V read, v weaker source, U to be confirmed by an official.
    """

    kind = models.CharField("hình thức", max_length=16, choices=LeaseKind)
    lessee_kind = models.CharField("đối tượng thuê", max_length=16, choices=LesseeKind, blank=True)
    least_months = models.PositiveSmallIntegerField("ít nhất (tháng)", null=True, blank=True)
    most_months = models.PositiveSmallIntegerField("nhiều nhất (tháng)", null=True, blank=True)
    period = DateRangeField("hiệu lực")
    source = models.CharField("căn cứ", max_length=300)
    mark = models.CharField("độ chắc", max_length=1, choices=[("V", "V"), ("v", "v"), ("U", "U")])

    objects = TermBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "khung thời hạn cho thuê đất"
        verbose_name_plural = "khung thời hạn cho thuê đất"
        constraints = [
            ExclusionConstraint(
                name="one_term_bound_at_a_time",
                expressions=[
                    (F("kind"), RangeOperators.EQUAL),
                    (F("lessee_kind"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.most_months}"
