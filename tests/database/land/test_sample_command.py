"""sample_data: the sample comes whole or not at all."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from land.errors import BadChange
from land.management.commands import sample_data
from land.models import Plot
from tests.factories import land


@pytest.fixture
def made_up(monkeypatch, settings, tmp_path):
    """The command with a sample of one plot, which needs no territory."""
    settings.DATA_DIR = tmp_path
    for name in ("commune_polygons", "unit_polygons", "generate", "active"):
        monkeypatch.setattr(sample_data, name, lambda *_: [])
    for name in ("places", "sets"):
        monkeypatch.setattr(sample_data.sets, name, lambda *_: [])
    monkeypatch.setattr(sample_data, "load_sample", lambda **_: bool(land.plot()))
    monkeypatch.setattr(sample_data, "load_sample_reference", lambda **_: 0)
    return monkeypatch


@pytest.mark.django_db
def test_sample__a_step_that_fails_leaves_nothing_and_the_next_start_tries_again(made_up):
    def fail(**_):
        raise BadChange("unknown_unit")

    with made_up.context() as broken:
        broken.setattr(sample_data, "load_sample_reference", fail)
        with pytest.raises(CommandError):
            call_command("sample_data", "--if-empty", verbosity=0)
    assert not Plot.objects.exists()
    call_command("sample_data", "--if-empty", verbosity=0)
    assert Plot.objects.count() == 1
    assert User.objects.filter(username="land_manager").exists()
