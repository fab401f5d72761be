"""The address of the mail server."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from gis.settings.env import mail_server
from notices.adapters.http import require_safe


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "tls"),
    [
        ("", "", 25, False, False),
        ("smtp://mail.example", "mail.example", 25, False, False),
        ("smtp+tls://mail.example", "mail.example", 587, True, False),
        ("smtps://mail.example", "mail.example", 465, False, True),
        ("smtps://mail.example:2465", "mail.example", 2465, False, True),
    ],
)
def test_mail_server__host_port_and_tls(url, host, port, starttls, tls):
    found = mail_server(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, tls)


def test_mail_server__name_and_password_are_decoded():
    found = mail_server("smtps://no-reply%40example.vn:p%3Aw%2F%40@mail.example")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("no-reply@example.vn", "p:w/@")


@pytest.mark.parametrize("url", ["mail.example", "http://u:geheim@mail.example", "smtp://", "smtps:///x"])
def test_mail_server__refuses_others_without_repeating_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        mail_server(url)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["http://zns.example", "ftp://127.0.0.1", "http://127.0.0.1.example", "http://10.0.0.4"]
)
def test_http__a_token_never_travels_in_the_clear(url):
    with pytest.raises(ImproperlyConfigured):
        require_safe(url)


def test_http__this_machine_and_https():
    assert require_safe("http://127.0.0.1:8900") is True
    assert require_safe("http://[::1]:8900") is True
    assert require_safe("https://business.openapi.zalo.me") is False
