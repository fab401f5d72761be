"""Settings. Every variable it reads is described in docs/operations/settings.md."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from gis.settings import env
from gis.settings.geolibs import library_paths
from gis.settings.notices import *  # noqa: F403

globals().update(library_paths())

BASE_DIR = env.BASE_DIR
DATA_DIR = env.DATA_DIR
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

ROOT_URLCONF = "gis.urls"
WSGI_APPLICATION = "gis.wsgi.application"

INSTALLED_APPS = [
    "portal",
    "auctions",
    "payments",
    "notices",
    "imagery",
    "land",
    "worktime",
    "accounts",
    "territory",
    "audit",
    "gis.db",
    "procrastinate.contrib.django",
    "leaflet",
    "axes",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.gis",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gis.http.languages.LanguageVaryMiddleware",
    "gis.http.policy.PolicyMiddleware",
    "gis.http.problems.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.TokenMiddleware",
    "accounts.middleware.PrivateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    },
]

# --- database -----------------------------------------------------------------------------------------------------
# Two connections to one database. The second has a role of its own that sees the schema public_read only, so that
# the public door cannot read a hidden column even by mistake (docs/adr/0005).
_url = env.value("DATABASE_URL")
_public_url = env.value("PUBLIC_DATABASE_URL")
_pool = 8
DATABASES = {
    "default": env.database(_url or "dbname=datcong", "public,extensions", _pool),
    # A stranger's filter may be short to write and long to run.
    "public": env.database(_public_url or "dbname=datcong user=datcong_public", "public_read,extensions", _pool, 30),
}
PUBLIC_DATABASE = "public"
PUBLIC_ROLE = DATABASES["public"]["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.TokensEnd"},
]
LOGIN_URL = "/accounts/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "accounts.lock.Failures"
SIGN_IN_FAILURES_PER_ADDRESS = 50  # within the time of AXES_COOLOFF_TIME, over all names
# A program with an old password asks on and on: its lock is not prolonged by that, and its row does not grow.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "accounts.pages.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "accounts.lock.client_address"
AXES_USERNAME_CALLABLE = "accounts.lock.attempted_name"
AXES_VERBOSE = False  # a name typed at sign-in may be a password typed in the wrong field: not into the log

# --- browser ------------------------------------------------------------------------------------------------------
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_PROXY
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A configured base map (docs/operations/settings.md) is the one foreign host that pages may talk to.
BASEMAP_URL = env.value("BASEMAP_URL") or ""
BASEMAP_ORIGINS = env.words("BASEMAP_ORIGINS")
BASEMAP_ATTRIBUTION = env.value("BASEMAP_ATTRIBUTION") or ""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:", *BASEMAP_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF, *BASEMAP_ORIGINS],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- languages ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("English"))]
# Every app has its catalogue beside its code. These are of folders that are no app: Django would not find them.
LOCALE_PATHS = [BASE_DIR / "gis/locale", BASE_DIR / "land/pages/locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

# --- files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", DATA_DIR / "vendor")]
# The address inside nginx under which it has the folder of scenes, to send them itself (docs/operations/settings.md);
# it has a user of its own, which must be able to read them.
_accel = (env.value("SCENES_ACCEL") or "").strip("/")
SCENES_ACCEL = f"/{_accel}/" if _accel else ""
_scene_modes = {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755} if _accel else {}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media"},
    },
    "staticfiles": {"BACKEND": "gis.http.staticfiles.ModuleManifestStorage"},
    "scenes": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "scenes", **_scene_modes},
    },
}
# Scenes in an object store instead of the folder, for several machines (docs/operations/settings.md).
SCENES_S3 = {
    "bucket": env.value("SCENES_S3_BUCKET") or "",
    "endpoint": env.value("SCENES_S3_ENDPOINT") or "",
    "public": env.value("SCENES_S3_PUBLIC_ENDPOINT") or "",
    "region": env.value("SCENES_S3_REGION") or "us-east-1",
    "key": env.value("SCENES_S3_KEY") or "",
    "secret": env.value("SCENES_S3_SECRET") or "",
}
if SCENES_S3["bucket"]:
    STORAGES["scenes"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": SCENES_S3["bucket"],
            "endpoint_url": SCENES_S3["endpoint"] or None,
            "region_name": SCENES_S3["region"],
            "access_key": SCENES_S3["key"],
            "secret_key": SCENES_S3["secret"],
            "file_overwrite": True,
        },
    }
# Yearly composites (docs/operations/composites.md): an existing Dask cluster, or threads of the worker.
DASK_SCHEDULER_ADDRESS = env.value("DASK_SCHEDULER_ADDRESS") or ""
# The key that signs the public log of auctions (docs/operations/auction-log.md); made at its first use.
AUCTION_LOG_KEY = Path(env.value("AUCTION_LOG_KEY") or DATA_DIR / "keys" / "auction-log.pem")
METRICS_TOKEN = env.value("METRICS_TOKEN") or ""
COMPOSITE_THREADS = int(env.value("COMPOSITE_THREADS") or 0)
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600
# Uploads of a gigabyte do not fit into the memory that a container has as its /tmp.
FILE_UPLOAD_TEMP_DIR = env.folder("incoming")
TILE_STORE_BYTES = int(env.value("TILE_STORE_MB") or 2048) * 1024 * 1024
TILE_CACHE_DIR = DATA_DIR / "tiles" if TILE_STORE_BYTES else None

LEAFLET_CONFIG = {
    "TILES": [],
    "DEFAULT_CENTER": (10.5, 107.2),
    "DEFAULT_ZOOM": 10,
    "MIN_ZOOM": 6,
    "MAX_ZOOM": 20,
    "RESET_VIEW": False,
    "DEFAULT_PRECISION": 9,
    "ATTRIBUTION_PREFIX": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A warning for each address that is not there would let strangers fill the log, until what matters rotates away.
    "loggers": {"django.request": {"level": "ERROR"}},
}

# --- background work (docs/adr/0011) --------------------------------------------------------------------------------
PROCRASTINATE_ON_APP_READY = "gis.work.stalled.install"
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}  # a round every minute would leave 1,440 rows a day
