"""A kind of message, a mail server, a Zalo."""

import pytest

from notices import kinds
from notices.zns_twin import ZnsTwin
from tests.factories import notices, queues, smtp


@pytest.fixture(autouse=True)
def news(monkeypatch, settings):
    """Messages of an app above, and no memory of other tests."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    notices.declare_news()
    settings.NOTICES_PER_MINUTE = {"email": 0, "zalo": 0}
    settings.NOTICES_TIMEOUT_S = settings.EMAIL_TIMEOUT = 1


@pytest.fixture
def no_jobs(db):
    queues.empty()


@pytest.fixture
def mail_server(settings):
    with smtp.serving(settings) as server:
        yield server


@pytest.fixture
def zalo(settings):
    """An account at a Zalo of this machine."""
    with ZnsTwin() as twin:
        own = twin.account
        settings.ZNS = {
            "url": twin.url,
            "oauth_url": twin.url,
            "app_id": own.app_id,
            "app_secret": own.app_secret,
            "oa_secret": own.oa_secret,
            "refresh_token": own.refresh,
        }
        settings.ZNS_TEMPLATES = {notices.NEWS: "101", "confirm": "102"}
        yield twin
