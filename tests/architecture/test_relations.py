"""String foreign keys escape the import linter: every relation must point down the ladder too."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
APPS = ["territory", "accounts", "worktime", "land", "imagery", "notices", "payments", "auctions", "portal"]
LADDER = ["gis_db", "audit", "contenttypes", "auth", *APPS]
PACKAGES = ["gis", "audit", *APPS]
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "services.py", "common.py", "signals.py"}


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in LADDER]


def rank(model):
    return LADDER.index(model._meta.app_label)


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_relations_point_down(model):
    for field in model._meta.get_fields():
        if not (field.is_relation and field.concrete and field.related_model):
            continue
        assert rank(field.related_model) <= rank(model), f"{model.__name__}.{field.name} points up the ladder"


def sources(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_no_rooms_without_a_purpose():
    assert not [path for path in sources(*PACKAGES) if path.name in FORBIDDEN_NAMES]


def test_gis_package_is_empty():
    assert (ROOT / "gis/__init__.py").read_text() == ""


def test_srids_live_in_one_file():
    """A bare SRID integer appears in gis/crs.py only (and in migrations)."""
    numbers = {4326, 3857, 5899, 9210, 3405, 3406, 4756, 32648, 905899, 909210, 903405, 903406, 904756}
    found = []
    for path in sources(*PACKAGES):
        if path == ROOT / "gis/crs.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value in numbers:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found


def test_writes_happen_in_actions():
    """`.save()` and `.create()` in a view, page, admin, task or command go around policy, version and audit."""
    rooms = {"pages", "api", "admin.py", "views.py", "tasks.py", "commands"}
    verbs = {"save", "create", "bulk_create", "bulk_update", "delete", "update_or_create", "get_or_create"}
    found = []
    for path in sources(*PACKAGES):
        if not rooms & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr in verbs and ".objects" in ast.unparse(node.func.value):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found


def test_every_read_in_a_door_asks_who_reads():
    """`.objects` in pages, layers and api must be followed by visible_to, but for code lists without people in them."""
    rooms = {"pages", "api", "layers.py", "views.py"}
    open_lists = {"LandUse", "Agency", "AdminUnit"}
    found = []
    for path in sources(*PACKAGES):
        if not rooms & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
                continue
            owner = node.value
            if owner.attr == "objects" and node.attr != "visible_to" and ast.unparse(owner.value) not in open_lists:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found
