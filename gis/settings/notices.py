"""Settings of messages (notices/). Every variable is described in docs/operations/settings.md."""

from gis.settings import env

SITE_URL = (env.value("SITE_URL") or "http://localhost:8000").rstrip("/")
# Without a server letters are files in DATA_DIR/mail.
globals().update(env.mail_server(env.value("EMAIL_URL") or ""))
NOTICES_FROM = env.value("NOTICES_FROM") or "Đất công Bà Rịa - Vũng Tàu <no-reply@localhost>"
NOTICES_BOUNCES_TO = env.value("NOTICES_BOUNCES_TO") or ""
EMAIL_TIMEOUT = NOTICES_TIMEOUT_S = int(env.value("NOTICES_TIMEOUT_S") or 20)
NOTICES_PER_MINUTE = {
    "email": int(env.value("EMAIL_PER_MINUTE") or 600),
    "zalo": int(env.value("ZNS_PER_MINUTE") or 300),
}
NOTICES_CONFIRMS_PER_DAY = int(env.value("NOTICES_CONFIRMS_PER_DAY") or 2000)
ZNS = {
    "url": (env.value("ZNS_URL") or "https://business.openapi.zalo.me").rstrip("/"),
    "oauth_url": (env.value("ZNS_OAUTH_URL") or "https://oauth.zaloapp.com").rstrip("/"),
    "app_id": env.value("ZALO_APP_ID") or "",
    "app_secret": env.value("ZALO_APP_SECRET") or "",
    "oa_secret": env.value("ZALO_OA_SECRET") or "",
    "refresh_token": env.value("ZALO_REFRESH_TOKEN") or "",
}
ZNS_TEMPLATES = dict(pair.split("=", 1) for pair in env.words("ZNS_TEMPLATES") if "=" in pair)
