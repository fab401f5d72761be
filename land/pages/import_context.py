"""What the pages of one upload show."""

from contextlib import suppress
from datetime import date
from typing import Any

from gis.work import runs
from land.loading.formats import BY_SUFFIX, DRAWINGS
from land.models import ImportJob
from land.pages import import_changes, import_forms, import_words
from land.pages.borders import are_illustrative
from land.pages.import_doors import doors_of
from land.workflow import IMPORT_AFTER, ImportState

_LISTED = 300
# What another choice of layer, system, encoding or mapping, or another try, can put right.
_MENDABLE = frozenset(
    {
        "bad_profile",
        "choose_layer",
        "error",
        "land.bad_change",
        "land.import_moved",
        "land.overlap",
        "land.parcel_taken",
        "land.stale_version",
        "layers_differ",
        "no_header",
        "no_rows",
        "no_such_layer",
        "not_allowed",
        "stalled",
        "unknown_encoding",
        "unknown_srid",
    }
)
COUNTS = ("read", "new", "changed", "same", "kept", "refused")


def far(job: ImportJob) -> dict[str, Any]:
    """How far a run is, for the page's script."""
    return import_words.progress(job) | {"stalled": runs.is_silent(job)}


def frame_of(job: ImportJob) -> dict[str, Any]:
    """What the pages of every upload show, of plots and of reference layers."""
    return {
        "job": job,
        "doors": doors_of(job),
        "size": import_words.size(job.size),
        "may_abandon": ImportState.ABANDONED in IMPORT_AFTER[ImportState(job.state)],
        "progress": import_words.progress(job),
        "stalled": runs.is_silent(job),
        "error": import_words.sentence(job.error) if job.error else "",
        "error_mend": import_words.mend(job.error) if job.error else "",
    }


def context_of(user: Any, job: ImportJob, page: int) -> dict[str, Any]:
    """Everything the templates of an upload of plots need; of its changes one page."""
    report = job.report or {}
    context: dict[str, Any] = frame_of(job) | {
        "mendable": not job.error or job.error.get("code") in _MENDABLE,
        "reading": _reading(job, report),
    }
    if report:
        context |= _report(user, job, report) | import_changes.context_of(job, report, page)
    return context


def _report(user: Any, job: ImportJob, report: dict[str, Any]) -> dict[str, Any]:
    counts = report["counts"]
    created, revised = report.get("created", []), report.get("revised", [])
    written = report.get("written", {"created": 0, "revised": 0})
    return {
        "report": report,
        "counts": {name: import_words.number(counts.get(name, 0)) for name in COUNTS},
        "raw_counts": counts,
        "remarks": import_words.file_remarks(report),
        "groups": import_words.groups(report),
        "finding_count": import_words.number(sum(report["by_code"].values())),
        "writable": not report["blocked"] and bool(counts.get("new") or counts.get("changed")),
        "unchanged": bool(counts["read"]) and counts.get("same", 0) == counts["read"],
        "mapping": _mapping(report),
        "illustrative": are_illustrative(user),
        "legend": import_words.LEGEND_OF_PLOTS,
        "twin": _twin(user, job),
        "written": {name: import_words.number(count) for name, count in written.items()},
        "created": created[:_LISTED],
        "created_more": written["created"] - len(created[:_LISTED]),
        "revised": revised[:_LISTED],
        "revised_more": written["revised"] - len(revised[:_LISTED]),
        "waiting": report.get("waiting", [])[:_LISTED],
    }


def _reading(job: ImportJob, report: dict[str, Any]) -> dict[str, Any]:
    """The form "how to read the file" with what is chosen now."""
    options = job.options
    mapping = options.get("mapping") or {}
    proposal = (report.get("file") or {}).get("proposal") or {}
    srids = import_forms.systems()
    known = {code for code, _title in srids}
    srid = str(options.get("srid") or "")
    layers = report.get("layers") or (job.error or {}).get("layers") or []
    proposed = str(proposal.get("srid", ""))
    return {
        "srid": srid,
        "systems": srids,
        "other_srid": srid if srid not in known else "",
        "encoding": options.get("encoding", ""),
        "encodings": import_forms.ENCODINGS,
        "layer": options.get("layer", ""),
        "layers": layers,
        "swap_axes": bool(mapping.get("swap_axes")),
        "keep_faulty": bool(options.get("keep_faulty")),
        **_details(mapping, (report.get("file") or {}).get("format", "")),
        "has_mapping": bool(mapping.get("columns") or mapping.get("constants")),
        "proposal": proposal if not proposed or proposed in known else {},
        "proposed_srid": proposed or srid,
        "proposed_system": dict(srids).get(proposed, ""),
        "proposed_swap": bool(proposal.get("swap_axes", mapping.get("swap_axes"))),
    }


def _details(mapping: dict[str, Any], form: str) -> dict[str, Any]:
    """What only lists, drawings or old names need."""
    as_of = str(mapping.get("as_of") or "")
    with suppress(ValueError):  # a profile from elsewhere may write it in another way
        as_of = date.fromisoformat(as_of).strftime("%d/%m/%Y")
    return {
        "as_of": as_of,
        "header_row": mapping.get("header_row") or "",
        "cad_layers": ", ".join(str(layer) for layer in mapping.get("cad_layers") or ()),
        "may_be_list": not form or form in {item.name for item in BY_SUFFIX.values() if not item.driver},
        "may_be_drawing": not form or form in {item.name for item in DRAWINGS},
    }


def _mapping(report: dict[str, Any]) -> dict[str, Any]:
    """The table of columns: heading, samples, the field it is read as."""
    file = report["file"]
    profile = file.get("profile", {})
    field_of = {column: field for field, column in profile.get("columns", {}).items() if column}
    samples = report.get("samples", {})
    rows = [
        {
            "number": number,
            "column": column,
            "samples": " · ".join(samples.get(column, [])),
            "field": field_of.get(column, ""),
        }
        for number, column in enumerate(file["columns"])
    ]
    titles = import_forms.field_titles()
    constants = profile.get("constants", {})
    return {
        "rows": rows,
        "unused": sum(not row["field"] for row in rows),
        "fields": list(titles.items()),
        "common": [(name, titles[name], constants.get(name, "")) for name in import_forms.COMMON],
        "has_common": any(constants.get(name) for name in import_forms.COMMON),
    }


def _twin(user: Any, job: ImportJob) -> ImportJob | None:
    """The same bytes, written before."""
    same = ImportJob.objects.visible_to(user).filter(sha256=job.sha256, state=ImportState.COMMITTED)
    twin: ImportJob | None = same.exclude(pk=job.pk).first()
    return twin
