"""A land manager at the import desk, the worker's part done in the test's own process."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from land import tasks
from land.models import ImportJob
from tests.database.loading.conftest import Loader, prepare_register
from tests.factories import land as factories

REASON = "Quyết định 123/QĐ-STNMT"


class Desk:
    """A land manager at the desk."""

    def __init__(self, loader):
        self.loader = loader
        self.user = factories.person("manager", Role.LAND_MANAGER)
        self.client = Client()
        self.client.force_login(self.user)

    def upload(self, source, name=None, work=True, **fields):
        content = source if isinstance(source, bytes) else self.loader.write(source).read_bytes()
        file = SimpleUploadedFile(name or "khu_dat.gpkg", content)
        response = self.client.post("/imports/", {"file": file, **fields})
        assert response.status_code == 302, response.content.decode()
        job = ImportJob.objects.latest("uploaded_at")
        return self.work(job) if work else job

    def work(self, job):
        job.refresh_from_db()
        tasks.run_import(job=str(job.pk), run=job.run)
        job.refresh_from_db()
        return job

    def post(self, verb, job, **fields):
        return self.client.post(reverse(f"import-{verb}", args=[job.pk]), fields, follow=True)

    def check(self, job, **fields):
        self.post("check", job, **fields)
        return self.work(job)

    def commit(self, job, **fields):
        self.post("commit", job, **{"run": job.run, "reason": REASON, **fields})
        return self.work(job)

    def page(self, job, **query):
        return self.client.get(reverse("import", args=[job.pk]), query)

    def text(self, job):
        return " ".join(self.page(job).content.decode().split())


@pytest.fixture
def desk(transactional_db, data_dir, tmp_path, today):
    prepare_register()
    return Desk(Loader(tmp_path, today))
