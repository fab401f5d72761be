"""Settings of the tests: one connection inside a test's transaction, cheap passwords, plain static names."""

from gis.settings.base import *  # noqa: F403
from gis.settings.base import DATABASES, STORAGES, ZNS

DEBUG = False
WHITENOISE_AUTOREFRESH = True  # else every test client reads the whole folder of static files first: 0.25 s
TILE_CACHE_DIR = None  # a tile kept by one test must not answer another
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A test's rows are in an open transaction that a second connection cannot see. Tests of the wall itself commit
# their rows and read them through the real public role (fixture `public_wall`).
PUBLIC_DATABASE = "default"
for _entry in DATABASES.values():
    _entry["OPTIONS"].pop("pool", None)
    _entry["OPTIONS"]["options"] += " -c synchronous_commit=off"
DATABASES["public"]["TEST"] = {"MIRROR": "default"}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Whatever the environment names: no test writes to people.
EMAIL_HOST = ""
ZNS = {**ZNS, "app_id": "", "refresh_token": ""}
