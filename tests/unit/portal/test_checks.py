"""What a start says of settings that do not go together."""

import pytest

from portal.checks import basemap_origin


@pytest.mark.parametrize(
    ("url", "origins", "told"),
    [
        ("", [], 0),
        ("/files/map.pmtiles", [], 0),
        ("https://tiles.example/{z}/{x}/{y}.png", ["https://tiles.example"], 0),
        ("https://tiles.example/{z}/{x}/{y}.png", [], 1),
        ("https://tiles.example:8443/a.pmtiles", ["https://tiles.example"], 1),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", [], 0),
    ],
)
def test_basemap__its_origin_is_named(settings, url, origins, told):
    settings.BASEMAP_URL, settings.BASEMAP_ORIGINS = url, origins
    found = basemap_origin()
    assert [message.id for message in found] == ["portal.W001"] * told
