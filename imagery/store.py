"""Where finished scenes lie: a folder, or an object store that speaks S3 (docs/operations/settings.md).

Django's storages write and delete; GDAL reads by itself, from the folder or over its own S3 client.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.http import content_disposition_header
from rasterio.session import AWSSession

NAME = "scenes"
_PIECE = 256 * 1024
_OF_A_SCENE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # keys begin with the id of their scene
SIGNED_FOR_S = 300  # how long a signed address opens a file: time to begin reading, no time to be handed on


class StoreAway(Exception):
    """The store itself cannot be reached, so that nothing is known of any file in it."""


class _Finished(File):  # type: ignore[type-arg]
    """A file that may be moved instead of copied."""

    def temporary_file_path(self) -> str:
        """What Django's folder storage asks for to move it."""
        return str(self.name)


def store() -> Storage:
    """The configured storage."""
    return storages[NAME]


def put(key: str, path: Path) -> None:
    """Keep a finished file under a key, in place of what was there; the file itself may be gone afterwards."""
    storage = store()
    storage.delete(key)
    with path.open("rb") as file:
        kept = storage.save(key, _Finished(file, str(path)))
    if kept != key:  # Django gives another name where one is taken
        storage.delete(kept)
        raise FileExistsError(key)


def remove(*keys: str) -> None:
    """Delete what lies under the keys, if anything, and folders that are empty then."""
    storage = store()
    for key in filter(None, keys):
        storage.delete(key)
        if isinstance(storage, FileSystemStorage):
            for folder in list(Path(storage.path(key)).parents)[: key.count("/")]:
                with suppress(OSError):
                    folder.rmdir()


def address(key: str) -> str:
    """How GDAL names the file of a key."""
    storage = store()
    if isinstance(storage, FileSystemStorage):
        return str(storage.path(key))
    return f"/vsis3/{settings.SCENES_S3['bucket']}/{key}"


def signed(key: str, *, method: str, file_name: str) -> str:
    """A short-lived address in the object store; "" where readers cannot reach it: in a folder, or inside the house.

    Args:
        method: GET or HEAD; a signature is good for one of them.
        file_name: under which a browser keeps it.
    """
    chosen = settings.SCENES_S3
    if isinstance(store(), FileSystemStorage) or (chosen["endpoint"] and not chosen["public"]):
        return ""
    declared: Any = settings.STORAGES[NAME]
    options = {**declared["OPTIONS"], "endpoint_url": chosen["public"] or None}
    said = {"ResponseContentDisposition": content_disposition_header(True, file_name)}
    signer: Any = _signer(tuple(sorted(options.items())))
    return str(signer.url(key, parameters=said, expire=SIGNED_FOR_S, http_method=method))


@lru_cache(maxsize=4)
def _signer(options: tuple[tuple[str, Any], ...]) -> Any:
    """The store under the address that readers know: the signature covers the host."""
    return type(store())(**{**dict(options), "signature_version": "s3v4"})


def require() -> None:
    """Tell a store that is away from files that are: a folder that is not mounted has none of its scenes.

    Raises:
        StoreAway: there is no folder, or no scene has a folder in it.
        Whatever S3 answers when there is no such bucket, or none at all.
    """
    storage: Any = store()
    if not isinstance(storage, FileSystemStorage):
        storage.bucket.meta.client.head_bucket(Bucket=storage.bucket.name)
    elif not _holds_scenes(Path(storage.location)):
        raise StoreAway(storage.location)


def _holds_scenes(root: Path) -> bool:
    try:
        with os.scandir(root) as entries:
            return any(_OF_A_SCENE.fullmatch(entry.name) for entry in entries)
    except OSError:
        return False


def by_proxy(key: str) -> str:
    """The address inside nginx that sends the file of a key (SCENES_ACCEL); "" where the service sends it."""
    here = settings.SCENES_ACCEL and isinstance(store(), FileSystemStorage)
    return f"{settings.SCENES_ACCEL}{quote(key)}" if here else ""


def size_of(key: str) -> int:
    """Length of a file in bytes.

    Raises:
        FileNotFoundError.
    """
    return store().size(key)


def pieces(key: str, first: int, length: int) -> Iterator[bytes]:
    """A part of a file."""
    storage: Any = store()
    if not isinstance(storage, FileSystemStorage):
        part = storage.bucket.Object(key).get(Range=f"bytes={first}-{first + length - 1}")
        yield from part["Body"].iter_chunks(_PIECE)
        return
    with open(storage.path(key), "rb") as file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(_PIECE, length))):
            length -= len(piece)
            yield piece


@lru_cache(maxsize=4)
def _keys(key: str, secret: str, region: str) -> AWSSession:
    """What signs GDAL's requests: rasterio takes keys in no other way. Without keys, boto3 looks for the machine's."""
    return AWSSession(aws_access_key_id=key or None, aws_secret_access_key=secret or None, region_name=region)


def environment(*, keys: bool = True) -> dict[str, Any]:
    """What `rasterio.Env` is to be entered with for reading the store.

    Args:
        keys: with the store's own; other machines bring theirs in their environment, as GDAL names them.
    """
    if isinstance(store(), FileSystemStorage):
        return {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"}
    chosen = settings.SCENES_S3
    host = chosen["endpoint"].split("://", 1)
    session = _keys(chosen["key"], chosen["secret"], chosen["region"])
    options = {
        **({"session": session} if keys else {"AWS_REGION": chosen["region"]}),
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".tif",
        "VSI_CACHE": "TRUE",
        "GDAL_HTTP_MAX_RETRY": "3",
        "GDAL_HTTP_RETRY_DELAY": "0.5",
    }
    if chosen["endpoint"]:
        options |= {
            "AWS_S3_ENDPOINT": host[-1],
            "AWS_HTTPS": "YES" if host[0] == "https" else "NO",
            "AWS_VIRTUAL_HOSTING": "FALSE",
        }
    return options
