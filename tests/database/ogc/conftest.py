"""A few plots with planted values that must not travel."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from gis.query import counts
from gis.tiles import serving
from land.models import Plot
from territory.models import AdminUnit
from tests.factories import land


@pytest.fixture(autouse=True)
def fresh_memories(settings, tmp_path):
    """What a process remembers of one test must not answer another."""
    settings.TILE_CACHE_DIR = tmp_path / "tiles"
    counts.forget()
    serving.forget()


@dataclass
class Answer:
    """An answer of the API, read."""

    status: int
    headers: Any
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class Api:
    """Asks the API as one person."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client()
        if user:
            self.client.force_login(user)

    def get(self, path: str, headers: dict[str, str] | None = None, **params: Any) -> Answer:
        response = self.client.get(f"/ogc/{path}", params, headers=headers)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return Answer(response.status_code, response.headers, content)

    def codes(self, filter: str = "", **params: Any) -> list[str]:
        """Codes of the plots that match, in the order of the answer."""
        given = {"filter": filter, **params} if filter else params
        answer = self.get("collections/plots/items", f="json", limit=1000, properties="code", **given)
        assert answer.status == 200, answer.content.decode()
        return [feature["id"] for feature in answer.json["features"]]


@pytest.fixture
def api(db) -> Api:
    """The public."""
    return Api()


@dataclass
class World:
    """Two wards and their plots."""

    ward: AdminUnit
    other: AdminUnit
    plots: dict[str, Plot]


@pytest.fixture
def world(db) -> World:
    ward = land.unit()
    other = land.unit("26536@2025-07-01", "Phường Rạch Dừa")
    road = land.land_use("DGT", "Đất giao thông")
    plots = {
        "park": land.plot(name="Công viên Đống Đa", address="đường Lê Lợi", side=30, handling_plan="auction"),
        "road": land.plot(name="Đường Trần Phú", land_use=road, decision_on="2024-03-01", flags=["planned_auction"]),
        "point": land.plot(name="Nhà văn hóa", shape=None, area_m2=None, use_state="lent"),
        "other": land.plot(name="Chợ Rạch Dừa", unit=other, flags=["in_auction", "planned_auction", "disputed"]),
        "hidden": land.plot(name="BIMATTEN", note="GHICHUMAT", publish_level="internal", published_on=None),
        "noted": land.plot(name="Khu công khai", note="GHICHUKIN", confidence="low"),
    }
    return World(ward, other, plots)


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
