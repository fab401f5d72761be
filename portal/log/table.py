"""The log as a file: every column as it is kept, for spreadsheets."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Event
from gis.text.cells import defused
from land.exports.delimited import BOM, lines
from portal.log.words import verb_words

_AT_ONCE = 2_000


def pieces(rows: Any) -> Iterator[bytes]:
    """The whole file, piece by piece; semicolons, since Vietnamese Excel splits at nothing else."""
    yield BOM
    yield from lines(_rows(rows), ";")


def _rows(rows: Any) -> Iterator[list[str]]:
    yield [
        _("Số"),
        _("Lúc"),
        _("Người thực hiện"),
        _("Mã người thực hiện"),
        _("Việc"),
        _("Mã việc"),
        _("Loại đối tượng"),
        _("Mã đối tượng"),
        _("Đối tượng"),
        _("Trước"),
        _("Sau"),
        _("Lý do"),
    ]
    for event in rows.iterator(chunk_size=_AT_ONCE):
        yield [str(event.pk), *(defused(text) for text in _texts(event))]


def _texts(event: Event) -> Iterator[str]:
    yield f"{timezone.localtime(event.at):%d/%m/%Y %H:%M:%S}"
    yield event.actor_label
    yield event.actor_id
    yield verb_words(event.verb)
    yield event.verb
    yield event.subject_type
    yield event.subject_id
    yield event.subject_label
    for values in (event.before, event.after):
        yield "" if values is None else json.dumps(values, ensure_ascii=False)
    yield event.reason
