"""A few scenes of two series, some of which must not travel."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from gis.query import counts
from imagery.models import Scene
from imagery.tiles import pixels, sheets
from territory.models import AdminUnit
from tests.factories import land, scenes


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path):
    """An own store, and no memory of another test."""
    folder = {**settings.STORAGES["scenes"], "OPTIONS": {"location": tmp_path / "scenes"}}
    settings.STORAGES = {**settings.STORAGES, "scenes": folder}
    settings.TILE_CACHE_DIR = tmp_path / "tiles"
    counts.forget()
    sheets.forget()
    pixels.close()


@dataclass
class Answer:
    """An answer, read."""

    status: int
    headers: Any
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def ids(self) -> list[str]:
        assert self.status == 200, self.content.decode()
        return [item["id"] for item in self.json["features"]]


class Api:
    """Asks the API as one person."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if user:
            self.client.force_login(user)

    def get(self, path: str = "", headers: dict[str, str] | None = None, **params: Any) -> Answer:
        return self._read(self.client.get(f"/stac/{path}", params, headers=headers))

    def post(self, body: Any, headers: dict[str, str] | None = None) -> Answer:
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        return self._read(self.client.post("/stac/search", content, "application/json", headers=headers))

    def search(self, **params: Any) -> list[str]:
        """Ids that match, asked in an address."""
        return self.get("search", **params).ids

    def _read(self, response: Any) -> Answer:
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return Answer(response.status_code, response.headers, content)


@pytest.fixture
def api(db) -> Api:
    """The public."""
    return Api()


@dataclass
class World:
    """Two wards and their pictures."""

    ward: AdminUnit
    other: AdminUnit
    scenes: dict[str, Scene]


@pytest.fixture
def world(db) -> World:
    ward = land.unit()
    other = land.unit("26536@2025-07-01", "Phường Rạch Dừa")
    here = [ward.uid]
    found = {
        "march": scenes.scene("S2A_20260301", "2026-03-01", cloud_percent=5.0, title="Tháng ba", units=here),
        "april": scenes.scene("S2B_20260405", "2026-04-05", cloud_percent=60.0, platform="Sentinel-2B", units=here),
        "may": scenes.scene("S2A_20260510", "2026-05-10", cloud_percent=None, box=(107.2, 10.4, 107.3, 10.5)),
        "landsat": scenes.scene(
            "LC08_20260312",
            "2026-03-12",
            series="landsat-c2-l2",
            platform="Landsat 8",
            instrument="OLI/TIRS",
            gsd_m=30.0,
            cloud_percent=20.0,
        ),
        "drone": scenes.scene(
            "drone-2026-02-14",
            "2026-02-14",
            series="orthophotos",
            time_known=False,
            platform="",
            instrument="",
            roles=scenes.ROLES[:3],
            cloud_percent=None,
            sun_azimuth=None,
            sun_elevation=None,
            off_nadir=None,
            quality_key="",
        ),
        "hidden": scenes.scene("KIN_20260601", "2026-06-01", publish_level="internal", units=here, title="ANHKIN"),
        "secret": scenes.scene("HAN_20260602", "2026-06-02", publish_level="restricted", units=here, series="mat"),
        "gone": scenes.scene("RUT_20260603", "2026-06-03", withdrawn_at="2026-07-01T00:00:00Z"),
    }
    return World(ward, other, found)


PUBLIC = ("march", "april", "may", "landsat", "drone")


@pytest.fixture
def readers(world) -> dict[str, User | None]:
    """Everyone who may ask, by kind."""
    return {
        "anonymous": None,
        "stranger": land.person("stranger"),
        "other_officer": land.person("other_officer", Role.OFFICER, world.other),
        "officer": land.person("officer", Role.OFFICER, world.ward),
        "land_manager": land.person("manager", Role.LAND_MANAGER),
    }
