"""Reading calendars, rules and terms."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import F

from gis.db.wall import is_known, on_public
from worktime.readers import reach_of
from worktime.workflow import OPEN, TermState


class LawQuerySet(models.QuerySet[Any]):
    """What the law and its notices say: known to everybody."""

    def visible_to(self, user: Any) -> Self:
        """All of it; the public reads by its own connection."""
        return on_public(self, user)


class CalendarDayQuerySet(LawQuerySet):
    """Days that are not as their weekdays."""

    def standing(self) -> Self:
        """Not replaced by a later notice."""
        return self.filter(replaced_by=None)

    def of_year(self, year: int) -> Self:
        """Of a year, in order."""
        return self.filter(day__range=(date(year, 1, 1), date(year, 12, 31))).order_by("day", "pk")


class RuleQuerySet(LawQuerySet):
    """Terms that the law sets."""

    def on_day(self, day: date) -> Self:
        """In force on a day."""
        return self.filter(period__contains=day)


class TermQuerySet(models.QuerySet[Any]):
    """Terms; who reads which is for the apps to say that start them."""

    def visible_to(self, user: Any) -> Self:
        """Terms about the kinds of subject that this person may read of, as far as the app above says."""
        reach = reach_of(user) if is_known(user) else None
        return self.none() if reach is None else self.filter(reach)

    def about(self, subject_type: str, subject_id: str) -> Self:
        """Of one subject."""
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def open(self) -> Self:
        """Neither met nor void."""
        return self.filter(state__in=sorted(OPEN))

    def due_before(self, moment: datetime) -> Self:
        """Running, and over before an instant; what is over now is late."""
        return self.filter(state=TermState.RUNNING, due_at__lte=moment)

    def most_urgent_first(self) -> Self:
        """The least working time left first, those that rest last.

        Of two ends on one calendar the earlier has no more working time before it than the later, so the order of the
        ends is the order of the time left. Agencies whose hours differ can differ by the hours of a day.
        """
        return self.order_by(F("due_at").asc(nulls_last=True), "pk")


class TermChangeQuerySet(models.QuerySet[Any]):
    """What happened to terms."""

    def visible_to(self, user: Any) -> Self:
        """Of terms that the person may know of."""
        terms = self.model._meta.get_field("term").related_model.objects.visible_to(user)
        return self.filter(term__in=terms)
