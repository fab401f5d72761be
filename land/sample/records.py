"""What hangs on the sample plots, as of a day: leases, decisions, handovers, and what documents and photos are of."""

from datetime import date, timedelta
from itertools import pairwise

from land.sample.leases import leases_of
from land.sample.other_papers import contracts, other_papers
from land.sample.randomness import Dice, stream
from land.sample.spec import SamplePlot
from land.sample.spec_records import SampleDecision, SampleFile, SampleHandover, SampleRecords
from land.workflow import DocumentKind, FlagKind, LocationBasis, PublishLevel

_DECISIONS, _HANDOVERS = 0.06, 0.7  # shares of the plots with a plan, of the changes of manager
_PAPERS, _PHOTOS = 90, 48
_OTHERS = 14  # of each further kind of document
_PUBLIC_SHARE = 0.7
_ISSUER = "Ủy ban nhân dân Thành phố (mẫu)"
_VIEWS = ("Mặt đường", "Toàn cảnh khu đất", "Góc phía sau", "Cọc mốc ranh giới")


def records_of(plots: list[SamplePlot], today: date, seed: int) -> SampleRecords:
    """The records of generated plots; the same plots, day and seed give the same records. Files are still empty."""
    decisions = _decisions(Dice(stream(seed, "decisions")), plots, today)
    handovers = _handovers(Dice(stream(seed, "handovers")), plots)
    dice = Dice(stream(seed, "files"))
    by_key = {plot.key: plot for plot in plots}
    papers = _papers(dice, by_key, decisions, handovers)
    leases = leases_of(Dice(stream(seed, "leases")), plots, today)
    others = [*contracts(leases, by_key, _OTHERS), *other_papers(Dice(stream(seed, "papers")), plots, today, _OTHERS)]
    return SampleRecords(
        leases=leases,
        decisions=decisions,
        handovers=handovers,
        files=papers + _photos(dice, plots, today) + others,
    )


def _decisions(dice: Dice, plots: list[SamplePlot], today: date) -> list[SampleDecision]:
    found: list[SampleDecision] = []
    for plot in plots:
        if plot.retired_on is not None or not plot.handling_plan or not dice.chance(_DECISIONS):
            continue
        day = dice.day(max(plot.valid_from, date(2023, 1, 10)), today - timedelta(days=20))
        number = f"{len(found) + 101}/QĐ-MẪU"
        state = len(plot.history) + 1
        found.append(SampleDecision(plot.key, plot.handling_plan, number, day, _ISSUER, state))
    return found


def _handovers(dice: Dice, plots: list[SamplePlot]) -> list[SampleHandover]:
    """Minutes behind the changes of manager that the histories tell."""
    found: list[SampleHandover] = []
    for plot in plots:
        states = [(step.valid_from, step.earlier.get("managing_agency", plot.managing_agency)) for step in plot.history]
        states.append((plot.valid_from, plot.managing_agency))
        for number, ((_, giver), (day, receiver)) in enumerate(pairwise(states), 2):
            if giver and receiver and giver != receiver and dice.chance(_HANDOVERS):
                title = f"{len(found) + 11}/BBBG-MẪU"
                found.append(SampleHandover(plot.key, title, day, giver, receiver, number))
    return found


def _papers(
    dice: Dice, plots: dict[int, SamplePlot], decisions: list[SampleDecision], handovers: list[SampleHandover]
) -> list[SampleFile]:
    """Scans of the first decisions and handovers of plots that are not restricted."""
    found = []
    for item in decisions[: _PAPERS * 2 // 3]:
        file = _paper(dice, plots[item.plot], DocumentKind.DECISION, item.number, item.decided_on, item.issuer)
        file.title = "Quyết định phê duyệt phương án xử lý (tài liệu mẫu)"
        item.file = file
        found.append(file)
    for minute in handovers[: _PAPERS // 3]:
        file = _paper(dice, plots[minute.plot], DocumentKind.HANDOVER, minute.number, minute.handed_on, "")
        file.title = "Biên bản bàn giao khu đất (tài liệu mẫu)"
        minute.file = file
        found.append(file)
    return found


def _paper(dice: Dice, plot: SamplePlot, kind: DocumentKind, number: str, day: date, issuer: str) -> SampleFile:
    shown = plot.publish_level == PublishLevel.PUBLIC and dice.chance(_PUBLIC_SHARE)
    level = PublishLevel.PUBLIC if shown else PublishLevel.INTERNAL
    return SampleFile(plot.key, kind.value, "", number, day, issuer, level.value)


def _photos(dice: Dice, plots: list[SamplePlot], today: date) -> list[SampleFile]:
    """Photos of plots that go to auction first, then of others, one to three each."""
    fit = [
        plot
        for plot in plots
        if plot.retired_on is None
        and plot.publish_level == PublishLevel.PUBLIC
        and plot.location_basis == LocationBasis.BOUNDARY
    ]
    fit.sort(key=lambda plot: (FlagKind.PLANNED_AUCTION not in plot.current_flags, plot.key))
    found: list[SampleFile] = []
    for plot in fit:
        if len(found) >= _PHOTOS:
            break
        for view in _VIEWS[: dice.number(1, 3)]:
            level = PublishLevel.PUBLIC if dice.chance(0.8) else PublishLevel.INTERNAL
            day = today - timedelta(days=dice.number(20, 700))
            found.append(SampleFile(plot.key, "", f"{view} (ảnh mẫu)", "", day, "", level.value, is_photo=True))
    return found
