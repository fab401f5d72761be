"""Entering what hangs on the sample plots, inside the transaction of `load_sample`."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from gis.db.copy import copy_rows
from land.actions.documents import DocumentDraft, PhotoDraft, attach_document, attach_photo
from land.models import Document, HandlingDecision, HandoverMinute, Lease, LesseePerson, Plot, RentDue
from land.sample.spec_records import SampleFile, SampleLease, SampleRecords
from land.workflow import DocumentKind, LeaseState, LesseeKind, PublishLevel, UseState

_NOON = time(5, tzinfo=UTC)  # in Vietnam


def enter_records(
    records: SampleRecords,
    plots: Mapping[int, Plot],
    agency_ids: Mapping[str, int],
    versions: Mapping[int, Mapping[int, int]],
) -> None:
    """Enter leases, files, decisions and handovers of the plots by their keys.

    Args:
        versions: key of a plot -> state of the generator that a paper brought -> version of the plot.
    """
    _leases(records.leases, plots)
    scans = {id(file): made for file in records.files if (made := _file(file, plots[file.plot])) is not None}
    copy_rows(
        HandlingDecision(
            plot=plots[item.plot],
            plan=item.plan,
            number=item.number,
            decided_on=item.decided_on,
            issuer=item.issuer,
            document=scans.get(id(item.file)),
            version=versions[item.plot][item.state],
        )
        for item in records.decisions
    )
    copy_rows(
        HandoverMinute(
            plot=plots[item.plot],
            number=item.number,
            handed_on=item.handed_on,
            from_agency_id=agency_ids[item.from_agency],
            to_agency_id=agency_ids[item.to_agency],
            document=scans.get(id(item.file)),
            version=versions[item.plot][item.state],
        )
        for item in records.handovers
    )


def _leases(samples: Sequence[SampleLease], plots: Mapping[int, Plot]) -> None:
    """An earlier lease stands before the one that renews it, so each finds its row."""
    rows: dict[int, Lease] = {}
    for sample in samples:
        rows[id(sample)] = _lease(sample, plots[sample.plot], rows.get(id(sample.earlier)))
    copy_rows(rows.values())
    people = (sample for sample in samples if sample.lessee_kind == LesseeKind.PERSON)
    copy_rows(LesseePerson(lease=rows[id(sample)], name=sample.lessee) for sample in people)
    copy_rows(
        RentDue(
            lease=rows[id(sample)],
            due_on=item.due_on,
            amount=item.amount,
            paid_on=item.paid_on,
            paid_amount=item.paid_amount,
        )
        for sample in samples
        for item in sample.rent
    )


def _lease(sample: SampleLease, plot: Plot, earlier: Lease | None) -> Lease:
    is_person, started = sample.lessee_kind == LesseeKind.PERSON, sample.state != LeaseState.DRAFT
    return Lease(
        plot=plot,
        kind=sample.kind,
        state=sample.state,
        lessee_kind=sample.lessee_kind,
        organisation="" if is_person else sample.lessee,
        contract_number=sample.contract_number,
        contract_on=sample.contract_on,
        purpose=sample.purpose,
        area_m2=sample.area_m2 or plot.area_m2,
        period=DateRange(sample.start, sample.end),
        whole_plot=sample.area_m2 is None,
        started=started,
        use_state_before=UseState.VACANT if started else "",
        renews=earlier,
        ended_on=sample.ended_on,
        end_reason=sample.end_reason,
    )


def _file(file: SampleFile, plot: Plot) -> Document | None:
    """Attached by the same actions as any file. Returns the document, None for a photo."""
    common: dict[str, Any] = {
        "actor": None,
        "plot": plot,
        "content": io.BytesIO(file.content),
        "level": PublishLevel(file.level),
    }
    if file.is_photo:
        taken = datetime.combine(file.day, _NOON) - timedelta(hours=3)
        attach_photo(**common, draft=PhotoDraft(caption=file.title, taken_at=taken), file_name="anh-mau.jpg")
        return None
    draft = DocumentDraft(DocumentKind(file.kind), file.title, file.number, file.day, file.issuer)
    return attach_document(**common, draft=draft, file_name="tai-lieu-mau.pdf")
