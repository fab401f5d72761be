"""What an import says: about the file, about its rows, about what would change and what was done."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from land.loading import staging
from land.loading.candidates import Candidates
from land.loading.findings import Finding

# Findings and changes that the report lists. All of them are counted; all refused rows and all changes are in files.
SHOWN = 1_000


@dataclass
class Report:
    """Outcome of checking, and of committing where that was asked.

    Attributes:
        findings: about rows, errors first, at most SHOWN.
        counts: rows by outcome: read, new, changed, same, kept (with a fault), refused.
        by_code: findings by code, all of them.
        changes: before and after of matched plots, at most SHOWN.
        created: codes of new plots; `revised` of changed ones.
        waiting: codes of plots whose changes nobody approved.
        files: what was written, by kind.
    """

    file: dict[str, Any]
    file_findings: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    blocked: bool = False
    committed: bool = False

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return self.counts.get("refused", 0)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "file": self.file,
            "file_findings": [finding.as_dict() for finding in self.file_findings],
            "findings": [finding.as_dict() for finding in self.findings],
            "counts": self.counts,
            "by_code": self.by_code,
            "changes": self.changes,
            "created": self.created[:SHOWN],
            "revised": self.revised[:SHOWN],
            "waiting": self.waiting[:SHOWN],
            "files": self.files,
            "blocked": self.blocked,
            "committed": self.committed,
        }


def about_file(candidates: Candidates) -> dict[str, Any]:
    """Facts of the file as they were understood."""
    return {
        "name": candidates.name,
        "format": candidates.format,
        "columns": list(candidates.columns),
        "profile": candidates.mapping.as_dict(),
        "system": candidates.reading.title,
        "proposal": candidates.reading.proposal,
        "encoding": candidates.encoding,
    }


def row_findings(limit: int = SHOWN) -> list[Finding]:
    """Findings of the staged rows, by row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.row, f.code, f.column_name, f.params, f.x, f.y FROM import_finding f "
            "LEFT JOIN import_row r USING (row) "
            "ORDER BY coalesce(r.outcome, '') = 'refused' DESC, f.row, f.code LIMIT %s",
            [limit],
        )
        return [finding_of(row) for row in cursor.fetchall()]


def finding_of(row: Any) -> Finding:
    """A finding from (row, code, column, params, x, y)."""
    number, code, column, params, x, y = row
    return Finding(code, number, column, staging.loaded(params), x, y)


def counted() -> tuple[dict[str, int], dict[str, int]]:
    """Rows by outcome and findings by code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome, plot_id IS NULL, count(*) FROM import_row GROUP BY 1, 2")
        rows = cursor.fetchall()
        cursor.execute("SELECT code, count(*) FROM import_finding GROUP BY code ORDER BY code")
        by_code = dict(cursor.fetchall())
    counts = {
        "read": sum(count for _outcome, _new, count in rows),
        "new": sum(count for outcome, new, count in rows if new and outcome != "refused"),
        "kept": sum(count for outcome, _new, count in rows if outcome == "faulty"),
        "refused": sum(count for outcome, _new, count in rows if outcome == "refused"),
    }
    return counts, by_code
