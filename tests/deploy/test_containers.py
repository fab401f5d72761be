"""docker-compose.yml and Dockerfile: they say what the deployment needs, and hold no secret."""

import re
import shlex
from typing import Any

import pytest
import yaml

from tests.deploy.files import ROOT, SITE_TEMPLATE, SITE_VARIABLES

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
OPTIONAL = {"METRICS_TOKEN", "ZALO_APP_SECRET", "ZALO_OA_SECRET", "ZALO_REFRESH_TOKEN"}  # empty is "off"
OF_THE_APPLICATION = ("web", "worker", "imagery-worker", "auctions-worker", "email-worker", "zalo-worker")
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|DATABASE_URL", re.IGNORECASE)


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name}\s+(.*)$", DOCKERFILE, re.MULTILINE)


def test_the_services_are_there() -> None:
    assert set(SERVICES) == {"db", *OF_THE_APPLICATION, "nginx"}


@pytest.mark.parametrize("name", ["db", *OF_THE_APPLICATION, "nginx"])
def test_every_service_is_watched_and_restarted(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "nginx"])
def test_the_doors_are_watched_by_readiness(name: str) -> None:
    assert "/readyz" in " ".join(SERVICES[name]["healthcheck"]["test"])


@pytest.mark.parametrize("name", ["db", *OF_THE_APPLICATION, "nginx"])
def test_secrets_come_from_outside_and_have_no_default(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        if not SECRET.search(variable):
            continue
        if variable in OPTIONAL:
            assert value == f"${{{variable}:-}}", f"{variable} is written out"
            continue
        without_references = re.sub(r"\$\{\w+:\?[^}]*\}", "", str(value))
        assert "${" in str(value), f"{variable} is written out"
        assert "$" not in without_references, f"{variable} has a default or may be empty"
        assert not re.search(r"://[^/]*:[^/@]+@", without_references), f"{variable} holds a password"


def test_metrics_can_be_read_by_another_container_with_the_token() -> None:
    environment = SERVICES["web"]["environment"]
    assert environment["METRICS_TOKEN"] == "${METRICS_TOKEN:-}"
    assert "web" in environment["ALLOWED_HOSTS"].split(",")  # how it is called there
    assert set(SERVICES["worker"]["environment"]) == set(environment) - {"METRICS_TOKEN"}


def test_only_nginx_is_reachable_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}


def test_web_and_worker_are_one_image_without_rights() -> None:
    for name in OF_THE_APPLICATION:
        assert SERVICES[name]["image"] == SERVICES["web"]["image"]
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["read_only"] is True


def test_named_volumes_and_configs_are_declared() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith((".", "/", "$"))
    }
    assert used == set(COMPOSE["volumes"])
    assert {entry["source"] for entry in SERVICES["db"]["configs"]} == set(COMPOSE["configs"])


def test_every_folder_that_the_code_writes_is_a_volume() -> None:
    """Made with the image: static files, vendor files, fonts. Not used in a container: the rest."""
    made_before = {"static", "vendor", "vendor.new", "fonts", "db.env", "secret_key"}
    of_the_sample = {"sample-imagery", "demo-accounts.txt"}
    code = [
        path
        for app in ROOT.glob("*/__init__.py")
        if app.parent.name not in {"tests", "bench"}
        for path in app.parent.rglob("*.py")
    ]
    named = {name for path in code for name in re.findall(r"""DATA_DIR\)? / ["']([^"'/]+)""", path.read_text("utf-8"))}
    mounted = {volume.rpartition("/")[2] for volume in SERVICES["web"]["volumes"]}
    assert "media" in named
    assert named - made_before - of_the_sample <= mounted
    owned = next(line for line in instructions("RUN") if line.startswith("install -d"))
    assert {f"/app/var/{name}" for name in mounted} <= set(owned.split())


def test_build_targets_are_stages() -> None:
    stages = set(re.findall(r"^FROM \S+ AS (\w+)$", DOCKERFILE, re.MULTILINE))
    assert {service["build"]["target"] for service in SERVICES.values() if "build" in service} <= stages


def test_nginx_gets_every_variable_of_its_template() -> None:
    environment = SERVICES["nginx"]["environment"]
    assert set(environment) >= SITE_VARIABLES
    names = re.fullmatch(r"\^\((.*)\)\$\$", environment["NGINX_ENVSUBST_FILTER"])
    assert names is not None
    assert set(names[1].split("|")) == SITE_VARIABLES


def test_nginx_sends_scenes_from_where_the_application_says() -> None:
    environment = SERVICES["nginx"]["environment"]
    folder = next(volume for volume in SERVICES["web"]["volumes"] if volume.endswith("/scenes")).split(":")[0]
    assert f"{folder}:{environment['SCENES_ROOT']}:ro" in SERVICES["nginx"]["volumes"]
    for name in OF_THE_APPLICATION:  # whoever writes scenes lets nginx read them
        accel = SERVICES[name]["environment"]["SCENES_ACCEL"]
        assert f"location {accel} {{\n        internal;" in SITE_TEMPLATE.read_text("utf-8")


def test_dockerfile_copies_files_that_exist() -> None:
    ignored = {line for line in (ROOT / ".dockerignore").read_text().splitlines() if line}
    for copy in instructions("COPY"):
        words = shlex.split(copy)
        if words[0].startswith("--from="):
            continue
        for source in words[:-1]:
            assert (ROOT / source).exists(), source
            assert source not in ignored, source


def test_dockerfile_runs_as_nobody_in_particular() -> None:
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    app = next(stage for stage in stages if stage.split("\n")[0].endswith(" AS app"))
    assert re.search(r"^USER (?!root|0$)\w+$", app, re.MULTILINE)


def test_dockerfile_keeps_no_secret() -> None:
    for line in instructions("ENV") + instructions("ARG"):
        assert not SECRET.search(line), line


def test_image_does_not_take_local_state() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".env", "var", ".venv", "node_modules"} <= set(ignored)


def test_images_are_named_without_a_registry() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    images += [service["image"] for service in SERVICES.values()]
    for image in images:
        assert "." not in image.split(":")[0], image


def test_objects__every_service_that_reads_scenes_is_told_where() -> None:
    objects = yaml.safe_load((ROOT / "docker-compose.objects.yml").read_text("utf-8"))
    readers = {name for name, service in SERVICES.items() if service["image"] == SERVICES["web"]["image"]}
    settings = re.findall(r'env\.value\("(SCENES_S3_\w+)"\)', (ROOT / "gis/settings/base.py").read_text("utf-8"))
    assert len(settings) == 6
    for name in readers:
        assert set(settings) - {"SCENES_S3_REGION"} <= set(objects["services"][name]["environment"])
    for service in objects["services"].values():
        for variable, value in service.get("environment", {}).items():
            if SECRET.search(variable) or variable.endswith("KEY"):
                assert re.fullmatch(r"\$\{\w+:\?[^}]*\}", str(value)), f"{variable} has a default"
    assert "ports" not in objects["services"]["minio"]
