"""Attaching, publishing and withdrawing documents and photos; the bytes are kept by land/files.py."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from shapely.geometry import Point

from audit.actions import Entry, record
from gis.db.clock import clock
from land import files, photos, policies
from land.actions.derive import to_geos
from land.actions.plots import require
from land.errors import BadChange
from land.models import Document, Photo, Plot
from land.workflow import DocumentKind, PublishLevel

File = TypeVar("File", Document, Photo)


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """What a document is."""

    kind: DocumentKind
    title: str
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class PhotoDraft:
    """When, where (legal CRS) and in which direction (degrees from north) a photo was taken."""

    caption: str = ""
    taken_at: datetime | None = None
    point: Point | None = None
    heading: int | None = None


def attach_document(
    *,
    actor: Any,
    plot: Plot,
    content: IO[bytes],
    draft: DocumentDraft,
    file_name: str = "",
    level: PublishLevel = PublishLevel.INTERNAL,
) -> Document:
    """Attach a document to a plot.

    Raises:
        NotAllowed: the plot is not the actor's, or the level is.
        BadFile: the file is too large or of a kind that is not kept.
        BadChange: no title, or the file is attached to the plot already.
    """
    _check(actor, plot, level)
    if not draft.title.strip():
        raise BadChange.at("title", _("Hãy ghi trích yếu của tài liệu."))
    stored = files.store(content)
    made = Document(
        plot=plot,
        kind=draft.kind,
        number=draft.number,
        issued_on=draft.issued_on,
        issuer=draft.issuer,
        title=draft.title,
        **_of_file(stored, file_name, level, actor),
    )
    return _attached(actor, made, "document.attached")


def attach_photo(
    *,
    actor: Any,
    plot: Plot,
    content: IO[bytes],
    draft: PhotoDraft,
    file_name: str = "",
    level: PublishLevel = PublishLevel.INTERNAL,
) -> Photo:
    """Attach a photo to a plot; a view and a thumbnail without EXIF are made of it.

    Raises:
        NotAllowed, BadFile, BadChange: as for `attach_document`.
    """
    _check(actor, plot, level)
    if draft.heading is not None and not 0 <= draft.heading < 360:
        raise BadChange.at("heading", _("Hướng chụp là số độ từ 0 đến 359."))
    stored = files.store(content, types=files.PHOTO_TYPES)
    pictures = photos.make_pictures(stored.sha256)
    shot: dict[str, Any] = {"taken_at": draft.taken_at, "point": to_geos(draft.point), "heading": draft.heading}
    made = Photo(
        plot=plot,
        caption=draft.caption,
        width=pictures.width,
        height=pictures.height,
        view_sha256=pictures.view,
        thumb_sha256=pictures.thumb,
        **shot,
        **_of_file(stored, file_name, level, actor),
    )
    return _attached(actor, made, "photo.attached")


@transaction.atomic
def publish_file(*, actor: Any, file: File, level: PublishLevel, reason: str) -> File:
    """Change the level of a document or photo; it is never more public than its plot.

    Raises:
        NotAllowed: only the department publishes.
        BadChange: withdrawn, or at that level already.
    """
    require(policies.can_publish_file(actor), _("Chỉ chuyên viên sở được đổi mức công khai của tài liệu."))
    current = _locked(file)
    if not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do đổi mức công khai."))
    if current.publish_level == level:
        raise BadChange.at("level", _("Tệp đang ở mức “%(label)s”. Hãy chọn mức khác.") % {"label": level.label})
    before = {"publish_level": current.publish_level}
    current.publish_level = level
    current.save(update_fields=["publish_level"])
    _record(actor, current, f"{_word(current)}.published", reason, before, {"publish_level": str(level)})
    return current


@transaction.atomic
def withdraw_file(*, actor: Any, file: File, reason: str) -> File:
    """Take a document or photo back: nobody outside sees it any more, the row and the bytes stay.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange: withdrawn already, or no reason given.
    """
    allowed = policies.can_withdraw_file(actor, file.plot)
    require(allowed, _("Bạn không có quyền thu hồi tài liệu của khu đất %(code)s.") % {"code": file.plot.code})
    if not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do thu hồi."))
    current = _locked(file)
    current.withdrawn_at, current.withdrawn_reason = clock(), reason
    current.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _record(actor, current, f"{_word(current)}.withdrawn", reason, None, {"withdrawn_at": current.withdrawn_at})
    return current


def _check(actor: Any, plot: Plot, level: PublishLevel) -> None:
    allowed = policies.can_attach(actor, plot, level)
    require(allowed, _("Bạn không có quyền đính kèm tài liệu mức này cho khu đất %(code)s.") % {"code": plot.code})


def _of_file(stored: files.Stored, file_name: str, level: PublishLevel, actor: Any) -> dict[str, Any]:
    return {
        "sha256": stored.sha256,
        "size": stored.size,
        "media_type": stored.media_type,
        "file_name": file_name.replace("\\", "/").rpartition("/")[2][:200],
        "publish_level": level,
        "attached_by": "hệ thống" if actor is None else str(actor)[:200],
    }


@transaction.atomic
def _attached(actor: Any, made: File, verb: str) -> File:
    made.attached_at = clock()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint in {"one_document_of_a_file", "one_photo_of_a_file"}:
            raise BadChange.at(
                "file", _("Tệp này đã được đính kèm cho khu đất %(code)s.") % {"code": made.plot.code}
            ) from error
        raise
    after = {"plot": made.plot.code, "sha256": made.sha256, "size": made.size, "level": str(made.publish_level)}
    _record(actor, made, verb, "", None, after)
    return made


def _locked(file: File) -> File:
    current: File = type(file).objects.select_for_update().get(pk=file.pk)
    if current.withdrawn_at is not None:
        raise BadChange(_("Tài liệu đã được thu hồi."))
    return current


def _word(file: Document | Photo) -> str:
    return "document" if isinstance(file, Document) else "photo"


def _record(
    actor: Any,
    file: Document | Photo,
    verb: str,
    reason: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    label = f"{file.plot.code}: {file}"
    entry = Entry(verb, _word(file), str(file.pk), label[:200], before=before, after=after, reason=reason)
    record(actor=actor, entries=[entry])
