"""tipg and pygeoapi on the register's own table: installed beside the project, never part of it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from bench.processes import Client, child, free_port
from bench.registers import FOLDER, Register

_WANTED = ("tipg==1.6.1", "uvicorn", "pygeoapi==0.21.0", "psycopg2-binary", "geoalchemy2", "SQLAlchemy>=2", "gunicorn")

# What a feature carries there: what ours carries in a tile of a high zoom.
PROPERTIES = (
    "code",
    "unit_id",
    "area_m2",
    "land_use_id",
    "managing_agency_id",
    "use_state",
    "handling_plan",
    "published_on",
    "location_basis",
)


def python_of(name: str, wanted: Sequence[str]) -> Path:
    """An environment of a name with these packages."""
    place = Path(FOLDER) / name
    python = place / "bin" / "python"
    stamp = place / "installed.txt"
    if not stamp.exists() or stamp.read_text() != " ".join(wanted):
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted], check=True)
        stamp.write_text(" ".join(wanted))
    return python


def _python() -> Path:
    """An environment with both servers."""
    return python_of("peers", _WANTED)


@contextmanager
def tipg(register: Register) -> Iterator[Client]:
    """tipg with two workers."""
    port = free_port()
    address = urlsplit(register.environment()["DATABASE_URL"])
    folder = quote(parse_qs(address.query)["host"][0], safe="")  # it wants the socket's folder where a host stands
    settings = {
        "DATABASE_URL": f"postgresql://{address.username}:{address.password}@{folder}{address.path}",
        "TIPG_DB_SCHEMAS": '["public"]',
        "TIPG_DB_TABLES": '["public.land_plot"]',
        "TIPG_DB_SPATIAL_EXTENT": "false",
        "TIPG_DB_DATETIME_EXTENT": "false",
        "TIPG_MAX_FEATURES_PER_QUERY": "100000",
        "TIPG_MAX_FEATURES_PER_TILE": "100000",
        "TIPG_ONLY_SPATIAL_TABLES": "true",
    }
    command = [str(_python()), "-m", "uvicorn", "tipg.main:app", "--host", "127.0.0.1", "--port", str(port)]
    with child(
        [*command, "--workers", "2", "--log-level", "warning"],
        port,
        register.environment(**settings),
        register.folder / "tipg.log",
    ):
        client = Client(port)
        yield client


@contextmanager
def pygeoapi(register: Register) -> Iterator[Client]:
    """Pygeoapi with two workers."""
    port = free_port()
    python = _python()
    folder = register.folder / "pygeoapi"
    folder.mkdir(exist_ok=True)
    configuration = folder / "configuration.yml"
    configuration.write_text(json.dumps(_configuration(register, port)), encoding="utf-8")  # JSON is YAML
    named = {"PYGEOAPI_CONFIG": str(configuration), "PYGEOAPI_OPENAPI": str(folder / "openapi.yml")}
    environment = register.environment(**named)
    subprocess.run(
        [python.with_name("pygeoapi"), "openapi", "generate", configuration, "--output-file", folder / "openapi.yml"],
        env=environment,
        check=True,
        capture_output=True,
    )
    command = [str(python), "-m", "gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"]
    with child(command, port, environment, register.folder / "pygeoapi.log"):
        yield Client(port)


_TEXT = {"en": "bench"}
_CONTACT = (
    "name",
    "position",
    "address",
    "city",
    "stateorprovince",
    "postalcode",
    "country",
    "phone",
    "fax",
    "email",
    "url",
    "hours",
    "instructions",
    "role",
)
# Pygeoapi starts only when every part of its metadata is there.
_METADATA = {
    "identification": {
        "title": _TEXT,
        "description": _TEXT,
        "keywords": ["bench"],
        "keywords_type": "theme",
        "terms_of_service": "",
        "url": "",
    },
    "license": {"name": "", "url": ""},
    "provider": {"name": "", "url": ""},
    "contact": dict.fromkeys(_CONTACT, ""),
}


def _configuration(register: Register, port: int) -> dict[str, object]:
    bbox = {"bbox": [106, 8, 108, 11], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
    plots = {
        "type": "collection",
        "title": "plots",
        "description": "plots",
        "keywords": ["plots"],
        "links": [],
        "extents": {"spatial": bbox},
        "providers": [_provider(register)],
    }
    return {
        "server": _server(port),
        "logging": {"level": "ERROR"},
        "metadata": _METADATA,
        "resources": {"plots": plots},
    }


def _server(port: int) -> dict[str, object]:
    return {
        "bind": {"host": "127.0.0.1", "port": port},
        "url": f"http://127.0.0.1:{port}",
        "mimetype": "application/json; charset=UTF-8",
        "encoding": "utf-8",
        "gzip": False,
        "languages": ["en-US"],
        "limits": {"default_items": 1000, "max_items": 10000},
        "map": {"url": "", "attribution": ""},
    }


def _provider(register: Register) -> dict[str, object]:
    """The register's own table."""
    address = urlsplit(register.environment()["DATABASE_URL"])
    data = {
        "host": parse_qs(address.query)["host"][0],
        "port": address.port or 5432,
        "dbname": address.path.strip("/"),
        "user": address.username,
        "password": address.password,
        "search_path": ["public", "extensions"],
    }
    return {
        "type": "feature",
        "name": "PostgreSQL",
        "data": data,
        "id_field": "code",
        "table": "land_plot",
        "geom_field": "geom_3857",
        "storage_crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
        "count": True,
        "properties": [*PROPERTIES],
    }
