"""What a scene was made of and how, in the words of STAC."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gis.text.moments import rfc3339
from imagery.models import Scene
from imagery.stac.names import OWN

_SHA256 = "1220"  # multihash: SHA-256, 32 bytes


def multihash(sha256: str) -> str:
    """A SHA-256 digest as the File Extension writes it."""
    return _SHA256 + sha256


def lineage_of(scene: Scene, hidden: Collection[str]) -> dict[str, Any]:
    """Properties of an item on where it comes from; of a scene without a record none.

    Args:
        hidden: ids of sources that the reader may not know of.
    """
    record: Mapping[str, Any] = scene.lineage
    if not record:
        return {}
    made = record.get("made_at")
    facts = {name: record[name] for name in ("product", "processing", "systems", "grid", "mask") if record.get(name)}
    if "processing" in facts:  # what was left out of a composite was left out because of what it is, hidden perhaps
        facts["processing"] = {name: value for name, value in facts["processing"].items() if name != "left_out"}
    return {
        "processing:lineage": _sentence(record),
        **_software(record),
        **({"processing:datetime": rfc3339(datetime.fromisoformat(made))} if made else {}),
        f"{OWN}:lineage": {
            **facts,
            "resampling": record.get("resampling", {}),
            "files": [_file(file) for file in record.get("files", ()) if file.get("id") not in hidden],
        },
    }


def _software(record: Mapping[str, Any]) -> dict[str, Any]:
    software = {name: str(version) for name, version in record.get("software", {}).items()}
    return {"processing:software": software} if software else {}


def _file(file: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"name": file.get("name", "")}
    if "size" in file:
        told["file:size"] = file["size"]
    if file.get("sha256"):
        told["file:checksum"] = multihash(file["sha256"])
    return told


def _sentence(record: Mapping[str, Any]) -> str:
    how = record.get("resampling", {})
    return _(
        "Từ %(count)d tệp gốc, nắn về lưới %(grid)s. Lấy mẫu lại: kênh phổ %(bands)s, mặt nạ %(quality)s, "
        "mức thu nhỏ %(overviews)s."
    ) % {
        "count": len(record.get("files", ())),
        "grid": record.get("grid", ""),
        **{name: how.get(name, "–") for name in ("bands", "quality", "overviews")},
    }
