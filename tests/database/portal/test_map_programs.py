"""Planners find the way to their own map program where they look for files."""

import pytest


@pytest.mark.parametrize("address", ["/", "/plots/"])
def test_download_menus_lead_to_the_qgis_project_and_the_api(client, db, address):
    page = client.get(address).content.decode()
    assert 'href="/ogc/qgis/project.qgz"' in page
    assert 'href="/ogc/"' in page
    assert client.get("/ogc/qgis/project.qgz").status_code == 200
    assert client.get("/ogc/").status_code == 200
