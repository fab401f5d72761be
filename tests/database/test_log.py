"""What strangers can have written to the log."""

import logging

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/khong-co/", "/ogc/collections/khong-co", "/ogc/collections?f=x"])
def test_requests_that_are_refused_write_nothing(caplog, path):
    assert 400 <= Client().get(path).status_code < 500
    assert caplog.records == []


def test_errors_of_the_service_are_written(caplog):
    logging.getLogger("django.request").error("Internal Server Error: /x")
    assert len(caplog.records) == 1
