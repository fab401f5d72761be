"""A planner at the desk of reference layers, the worker's part done in the test's own process."""

import json

import geopandas as gpd
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gis import crs
from land import tasks
from land.models import ImportJob
from tests import places
from tests.database.land.lease_desk import text_of
from tests.database.land.reference_sets import WARD

LOADERS = {"land_manager", "planner", "registration_office"}
ANY_LAYER = {"land_manager", "planner"}
DETAILS = {
    "kind": "land_use_plan",
    "unit": WARD,
    "title": "Quy hoạch sử dụng đất đến 2030",
    "decision_number": "12/QĐ-UBND",
    "decision_on": "01/02/2026",
    "issuer": "UBND Thành phố",
    "factor": "1",
}


def plan(tmp_path, name="qh.gpkg", srid=crs.LEGAL.epsg, **columns):
    columns = columns or {"LoaiDat": ["ODT", "CGT"]}
    shapes = [places.square(places.VUNG_TAU, 20, 20 * n).geoms[0] for n in range(len(next(iter(columns.values()))))]
    gpd.GeoDataFrame(columns, geometry=shapes, crs=f"EPSG:{srid}").to_file(tmp_path / name)
    return tmp_path / name


def send(client, path, **values):
    content = path if isinstance(path, SimpleUploadedFile) else SimpleUploadedFile(path.name, path.read_bytes())
    return client.post("/desk/reference/new/", {**DETAILS, **values, "file": content})


def uploaded(client, path, **values):
    """An upload that was checked."""
    answer = send(client, path, **values)
    assert answer.status_code == 302, text_of(answer)
    return work(ImportJob.objects.latest("uploaded_at"))


def work(job):
    job.refresh_from_db()
    tasks.run_import(job=str(job.pk), run=job.run)
    job.refresh_from_db()
    return job


def post(client, verb, job, **fields):
    return client.post(reverse(f"reference-{verb}", args=[job.pk]), fields, follow=True)


def commit(client, job, **fields):
    told = post(client, "commit", job, run=job.run, **fields)
    return work(job), told


def page(client, job):
    return text_of(client.get(reverse("reference-upload", args=[job.pk])))


def content(answer):
    return b"".join(answer.streaming_content)


def shapes_of(client, job):
    return json.loads(content(client.get(reverse("reference-upload", args=[job.pk]), {"f": "geojson"})))["features"]
