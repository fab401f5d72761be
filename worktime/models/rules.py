"""Terms that the law sets, by date."""

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from worktime.lengths import Length, Unit
from worktime.plans import TermPlan
from worktime.querysets import RuleQuerySet
from worktime.workflow import Direction, Mark, TermUnit


class TermRule(models.Model):
    """A term as the law sets it, while it does. In Vietnamese: thời hạn theo quy định.

    `source` names the article, `mark` how well it is known: V read, v weaker source, U to be confirmed by an official.
    """

    code = models.CharField("mã", max_length=60)
    name = models.CharField("tên", max_length=200)
    name_en = models.CharField("tên tiếng Anh", max_length=200, blank=True)
    amount = models.DecimalField("số lượng", max_digits=7, decimal_places=2)
    unit = models.CharField("đơn vị", max_length=16, choices=TermUnit)
    direction = models.CharField("chiều tính", max_length=10, choices=Direction, default=Direction.FORWARD)
    roll = models.BooleanField("ngày cuối là ngày nghỉ thì dời", default=True)
    period = DateRangeField("hiệu lực")
    source = models.CharField("căn cứ", max_length=300)
    mark = models.CharField("độ chắc", max_length=1, choices=Mark)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = "thời hạn theo quy định"
        verbose_name_plural = "thời hạn theo quy định"
        ordering = ["code", "period"]
        constraints = [
            models.CheckConstraint(name="rule_has_a_length", condition=Q(amount__gt=0)),
            ExclusionConstraint(
                name="one_rule_of_a_code_at_a_time",
                expressions=[(F("code"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
            ),
        ]

    @property
    def length(self) -> Length:
        """How long."""
        return Length(whole(self.amount), Unit(self.unit))

    @property
    def local_name(self) -> str:
        """The name in the language of the request."""
        english = (get_language() or "").startswith("en")
        return (self.name_en if english else "") or self.name

    @property
    def plan(self) -> TermPlan:
        """What a term by this rule is started with."""
        return TermPlan(self.code, self.name, self.length, Direction(self.direction), self.roll)

    def __str__(self) -> str:
        return f"{self.code}: {self.amount:g} {self.get_unit_display()}"


def whole(amount: Decimal) -> int | Decimal:
    """A whole number as one."""
    return int(amount) if amount == int(amount) else amount
