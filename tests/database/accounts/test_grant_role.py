"""From an empty database to a signed-in administrator, and from there to agencies and people."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from accounts.actions import create_account, grant_role
from accounts.management.commands import grant_role as command
from accounts.models import Agency, User
from accounts.roles import Role
from accounts.scopes import has_role, scope_of
from audit.models import Event
from gis.http.problems import NotAllowed
from tests.database.accounts.test_sign_in import PASSWORD, sign_in
from tests.factories import land

WARD, NEXT = "26506@2025-07-01", "26536@2025-07-01"

pytestmark = pytest.mark.django_db


@pytest.fixture
def password_file(tmp_path):
    path = tmp_path / "password"
    path.write_text(PASSWORD + "\n")
    return path


def person(name):
    return User.objects.get(username=name)  # anew: a scope is remembered on the object


def run(*arguments, **options):
    call_command("grant_role", *arguments, **options)


def test_first_administrator__signs_in_and_enters_agencies_and_people(client, password_file, capsys):
    call_command("load_facts", verbosity=0)
    assert not User.objects.exists()
    run("quantri", "admin", "--create", "--password-file", str(password_file))
    assert "Quản trị hệ thống" in capsys.readouterr().out

    assert sign_in(client, "quantri", PASSWORD).status_code == 302
    assert client.get("/admin/").status_code == 200
    agency = {"code": "ttptqd", "name": "Trung tâm Phát triển quỹ đất", "name_en": "Land Fund Centre", "parent": ""}
    assert client.post(reverse("admin:accounts_agency_add"), agency).status_code == 302
    inline = {"assignments-TOTAL_FORMS": 1, "assignments-INITIAL_FORMS": 0, "assignments-0-role": "land_fund_officer"}
    inline |= {"assignments-0-agencies": [Agency.objects.get(code="ttptqd").pk]}
    values = {"username": "lan", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(reverse("admin:accounts_user_add"), values | inline)
    assert answer.status_code == 302, answer.context["errors"]
    assert scope_of(person("lan")).agencies == {Agency.objects.get().pk}
    verbs = list(
        Event.objects.filter(subject_type__in=["account", "agency"]).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["account.created", "account.role_granted", "agency.created", "account.created"]


def test_role__is_granted_once_and_widened(password_file, capsys):
    land.unit(WARD), land.unit(NEXT, "Phường Rạch Dừa")
    run("hoa", "officer", "--unit", WARD, "--create", "--password-file", str(password_file))
    run("hoa", "officer", "--unit", WARD)
    assert "đã có sẵn" in capsys.readouterr().out
    run("hoa", "officer", "--unit", NEXT)
    assert scope_of(person("hoa")).units == {WARD, NEXT}
    assert person("hoa").assignments.count() == 1
    events = Event.objects.filter(verb="account.role_granted").order_by("pk")
    assert [event.after["roles"][0]["units"] for event in events] == [[WARD], [WARD, NEXT]]
    assert events[1].before["roles"][0]["units"] == [WARD]
    assert (events[0].actor_id, events[0].actor_label) == ("", "hệ thống")


def test_role__without_a_place_is_granted_with_a_word_of_warning(password_file, capsys):
    run("hoa", "leader", "--create", "--password-file", str(password_file))
    assert "--unit" in capsys.readouterr().err
    assert not person("hoa").is_staff


def test_password__is_asked_twice_on_the_terminal(monkeypatch):
    told = iter([PASSWORD, PASSWORD])
    monkeypatch.setattr(command, "getpass", lambda _prompt: next(told))
    monkeypatch.setattr(command.sys.stdin, "isatty", lambda: True, raising=False)
    run("quantri", "admin", "--create")
    assert person("quantri").check_password(PASSWORD)
    told = iter([PASSWORD, "something else"])
    with pytest.raises(CommandError, match="không giống nhau"):
        run("other", "admin", "--create")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody", "admin"], "thêm --create"),
        (["hoa", "admin", "--create"], "Đã có tài khoản hoa"),
        (["hoa", "officer", "--unit", "26536@initial"], "26536@initial"),
        (["hoa", "land_fund_officer", "--agency", "nowhere"], "nowhere"),
        (["new", "admin", "--create", "--password-file", "/nowhere/password"], "/nowhere/password"),
        (["new", "admin", "--create"], "--password-file"),
        (["a b", "admin", "--create", "--password-file"], "hợp lệ"),
        (["HOA", "admin", "--create", "--password-file"], "Đã có tài khoản"),
    ],
)
def test_refusals__say_what_to_do_and_change_nothing(password_file, arguments, words):
    land.unit("26536@initial", "Phường 10", valid=DateRange(None, date(2025, 7, 1)))
    User.objects.create(username="hoa")
    given = [*arguments, str(password_file)] if arguments[-1] == "--password-file" else arguments
    with pytest.raises(CommandError, match=words):
        run(*given)
    assert list(User.objects.values_list("username", flat=True)) == ["hoa"]
    assert not Event.objects.exists()


def test_a_weak_password__is_refused(tmp_path):
    path = tmp_path / "password"
    path.write_text("12345678")
    with pytest.raises(CommandError, match="10"):
        run("quantri", "admin", "--create", "--password-file", str(path))
    assert not User.objects.exists()


def test_dry_run__writes_nothing():
    run("quantri", "admin", "--create", "--dry-run")
    assert not User.objects.exists()


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMIN)])
def test_accounts_and_roles__are_the_administrators_alone(role, today):
    actor = land.person("actor", role)
    with pytest.raises(NotAllowed):
        create_account(actor=actor, username="new", password=PASSWORD)
    with pytest.raises(NotAllowed):
        grant_role(actor=actor, person=actor, role=Role.ADMIN, today=today)
    assert not has_role(person("actor"), Role.ADMIN)


def test_grant__by_an_administrator_bears_their_name(today):
    actor = land.person("actor", Role.ADMIN)
    made = create_account(actor=actor, username="new", password=PASSWORD)
    assert grant_role(actor=actor, person=made, role=Role.INSPECTOR, today=today)
    events = Event.objects.filter(subject_id=str(made.pk))
    assert {event.actor_id for event in events} == {str(actor.pk)}
    assert PASSWORD not in json.dumps([event.after for event in events])
