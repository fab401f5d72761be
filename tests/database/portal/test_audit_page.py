"""The log's page: who gets in, whose events they see, what the filters ask, and the file."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.tokens import issue_token
from audit import readers
from audit.actions import Entry, record
from audit.models import Event
from land.actions import read_lessee, revise_plot
from land.actions.imports import upload_import
from land.workflow import ImportTarget
from portal.log import words
from portal.log.asking import PAGE
from tests.architecture.tracked import ROOT
from tests.database.land.conftest import (  # noqa: F401 - fixtures
    lease_bounds,
    leased,
    media,
    people,
    plots,
    register,
)
from tests.database.land.lease_desk import NAME, client_of, text_of

READERS = {"land_manager", "inspector"}
REASON = "Đơn đề nghị số 12"


@pytest.fixture
def log(people, leased, plots):  # noqa: F811
    """Acts of several people on several subjects."""
    manager = people["land_manager"]
    revise_plot(
        actor=manager, plot=plots[0], changes={"use_state": "agency_used", "name": "Bãi xe"}, reason="Kiểm kê 2026"
    )
    read_lessee(actor=people["inspector"], lease=leased, reason=REASON)
    issue_token(actor=people["planner"], label="QGIS ở bàn", now=datetime(2026, 11, 22, tzinfo=UTC))
    record(
        actor=people["admin"],
        entries=[Entry("account.changed", "account", str(people["citizen"].pk), "citizen", after={"is_active": False})],
    )
    return plots[0], leased


def page(user, **asked):
    return client_of(user).get("/audit/", asked)


def verbs(user, **asked):
    """Acts that the page lists, newest first."""
    return [row.event.verb for row in page(user, **asked).context["rows"]]


def table(user, **asked):
    response = page(user, f="csv", **asked)
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


# --- who gets in ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("asked", [{}, {"f": "csv"}, {"about": "BRVT-000001"}])
def test_door__is_open_to_readers_of_the_log_alone(log, people, asked):  # noqa: F811
    answers = {name: page(user, **asked) for name, user in people.items()}
    assert answers["anonymous"].status_code == 302
    assert answers["anonymous"]["Location"].startswith("/accounts/")
    assert {name for name, answer in answers.items() if answer.status_code == 200} == READERS
    assert {answer.status_code for name, answer in answers.items() if name not in {*READERS, "anonymous"}} == {404}
    for name in READERS:
        assert "no-store" in answers[name]["Cache-Control"]
        assert "private" in answers[name]["Cache-Control"]


def test_door__is_only_read(people):  # noqa: F811
    assert client_of(people["inspector"]).post("/audit/").status_code == 405


def test_links__stand_where_the_reader_gets_in(log, people):  # noqa: F811
    for name, user in people.items():
        answer = client_of(user).get("/plots/BRVT-000001/")
        assert answer.status_code == 200, name
        text = answer.content.decode()
        assert ('href="/audit/?about=BRVT-000001"' in text) is (name in READERS), name
        assert ('href="/audit/"' in text) is (name in READERS), name


# --- whose events --------------------------------------------------------------------------------------------------
def test_rows__of_accounts_are_the_inspectors(log, people):  # noqa: F811
    seen = {name: set(verbs(people[name])) for name in READERS}
    assert {"token.issued", "account.changed"} <= seen["inspector"]
    assert not {"token.issued", "account.changed"} & seen["land_manager"]
    assert seen["land_manager"] == seen["inspector"] - {"token.issued", "account.changed"}
    assert "plot.corrected" in seen["land_manager"]
    assert not Event.objects.visible_to(people["admin"]).exists()
    assert not Event.objects.visible_to(people["anonymous"]).exists()
    asked = {"about": "citizen"}
    assert (verbs(people["inspector"], **asked), verbs(people["land_manager"], **asked)) == (["account.changed"], [])


def test_rows__of_an_undeclared_kind_are_nobodys(people):  # noqa: F811
    record(actor=None, entries=[Entry("secret.made", "secret", "1", "x")])
    assert not Event.objects.visible_to(people["inspector"]).filter(subject_type="secret").exists()


def test_rows__tell_who_read_a_name_and_never_the_name(log, people):  # noqa: F811
    answer = page(people["land_manager"], verb="personal.")
    text = text_of(answer)
    assert [row.event.verb for row in answer.context["rows"]] == ["personal.read"]
    assert "Xem tên người thuê" in text
    assert REASON in text
    assert ">inspector<" in text
    for user in (people["land_manager"], people["inspector"]):
        assert NAME not in page(user).content.decode()
        assert NAME not in str(table(user))


def test_rows__say_what_changed_in_words(log, people):  # noqa: F811
    text = text_of(page(people["inspector"], verb="plot.corrected", about="BRVT-000001", person="land_manager"))
    assert "Đính chính" in text
    assert "Hiện trạng: <del>" in text
    assert "agency_used" not in text
    assert "<del>Khu đất mẫu</del> → <ins>Bãi xe</ins>" in text
    assert "Kiểm kê 2026" in text
    assert 'href="/plots/BRVT-000001/"' in text


def test_rows__speak_english_too(log, people):  # noqa: F811
    client = client_of(people["inspector"])
    client.cookies["django_language"] = "en"
    text = text_of(client.get("/audit/", {"verb": "plot.corrected"}))
    assert "Name: <del>" in text
    assert "Nhật ký" not in text
    assert "Đính chính" not in text


def test_rows__lead_to_an_upload_at_its_own_desk(people, media):  # noqa: F811
    manager = people["land_manager"]
    made = {
        target: upload_import(
            actor=manager, file_name=f"{target}.csv", pieces=[b"x\n"], options={"kind": "road_lines"}, target=target
        )
        for target in ImportTarget
    }
    found = {row.event.subject_id: row.address for row in page(manager, verb="import.").context["rows"]}
    assert found == {
        str(made[ImportTarget.PLOTS].pk): f"/imports/{made[ImportTarget.PLOTS].pk}/",
        str(made[ImportTarget.REFERENCE].pk): f"/desk/reference/uploads/{made[ImportTarget.REFERENCE].pk}/",
    }
    assert client_of(manager).get(found[str(made[ImportTarget.REFERENCE].pk)]).status_code == 200
    assert {row.address for row in page(people["inspector"], verb="import.").context["rows"]} == {""}


# --- filters -------------------------------------------------------------------------------------------------------
def test_about__a_plot_has_its_leases_and_papers(log, people, plots):  # noqa: F811
    found = verbs(people["inspector"], about="brvt-000001")
    assert {"plot.created", "plot.corrected", "lease.signed", "personal.read"} <= set(found)
    assert verbs(people["inspector"], about="BRVT-000002") == ["plot.created"]


def test_about__a_contract_or_an_account(log, people):  # noqa: F811
    _plot, lease = log
    assert set(verbs(people["inspector"], about=lease.contract_number)) == {
        "lease.drafted",
        "lease.signed",
        "personal.read",
    }
    assert verbs(people["inspector"], about="planner") == ["token.issued"]
    assert verbs(people["inspector"], about="no such thing") == []


def test_person__by_user_name_by_words_or_the_system(log, people):  # noqa: F811
    people["land_manager"].first_name, people["land_manager"].last_name = "Trần Thị", "Đo Đạc"
    people["land_manager"].save()
    assert set(verbs(people["inspector"], person="tran dac")) == {"plot.corrected"}
    assert verbs(people["inspector"], person="planner") == ["token.issued"]
    assert {"plot.created", "lease.signed"} <= set(verbs(people["inspector"], person="Hệ thống"))
    assert verbs(people["inspector"], person="nobody at all") == []


def test_days__are_whole_on_both_sides(log, people):  # noqa: F811
    today = timezone.localdate()
    every = len(verbs(people["inspector"]))
    day = {"since": today.isoformat(), "until": today.isoformat()}
    assert len(verbs(people["inspector"], **day)) == every > 0
    assert verbs(people["inspector"], since=(today + timedelta(1)).isoformat()) == []
    assert verbs(people["inspector"], until=(today - timedelta(1)).isoformat()) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"until": "9999-12-31", "since": "0001-01-01"},
        {"verb": "drop.table"},
        {"after": "9" * 40},
        {"after": "x"},
    ],
)
def test_filters__that_say_nothing_ask_nothing(log, people, asked):  # noqa: F811
    assert len(verbs(people["inspector"], **asked)) == len(verbs(people["inspector"]))


@pytest.mark.parametrize("name", ["about", "person"])
def test_filters__that_break_nothing(log, people, name):  # noqa: F811
    assert verbs(people["inspector"], **{name: "%_\\'\"\0"}) == []


# --- pages, empty, file --------------------------------------------------------------------------------------------
def test_pages__go_on_where_the_last_ended(people):  # noqa: F811
    record(actor=None, entries=[Entry("units.loaded", "units", "facts", f"n{number}") for number in range(PAGE + 7)])
    first = page(people["inspector"], verb="units.")
    record(actor=None, entries=[Entry("units.loaded", "units", "facts", "later")])
    second = client_of(people["inspector"]).get(f"/audit/?{first.context['next']}")
    shown = [[row.event.subject_label for row in answer.context["rows"]] for answer in (first, second)]
    assert shown[0] == [f"n{number}" for number in range(PAGE + 6, 6, -1)]
    assert shown[1] == [f"n{number}" for number in range(6, -1, -1)]
    assert second.context["next"] == ""
    assert second.context["first"] == "verb=units."
    assert first.context["count"] == str(PAGE + 7)


def test_empty__says_what_to_do(people):  # noqa: F811
    assert "Chưa có sự kiện nào" in text_of(page(people["inspector"]))
    assert "Không có sự kiện nào khớp" in text_of(page(people["inspector"], about="x"))


def test_file__holds_what_is_filtered_and_no_formula(log, people):  # noqa: F811
    record(actor=None, entries=[Entry("import.uploaded", "import", "1", "=1+1.csv", reason="@SUM(A1)")])
    rows = table(people["inspector"], verb="import.")
    assert len(rows) == 2
    assert "'=1+1.csv" in rows[1]
    assert "'@SUM(A1)" in rows[1]
    every = table(people["land_manager"])
    assert len(every) - 1 == Event.objects.visible_to(people["land_manager"]).count()
    assert not any("token" in cell for row in every for cell in row)


# --- words ---------------------------------------------------------------------------------------------------------
def test_words__one_code_of_a_name_means_one_thing():
    for name, kinds in words.CODES.items():
        values = [value for choices in kinds for value in choices.values]
        assert len(values) == len(set(values)), name
    running = words.codes_of("scene_job.retried", "state")
    assert words.code_words(running, "running") == "Đang xử lý"
    assert words.code_words(running, "unheard_of") == "unheard_of"
    assert words.code_words(words.codes_of("lot.readiness", "state"), "met") != "met"
    assert words.code_words(words.codes_of("message.retried", "state"), "failed") == "Không gửi được"
    assert words.codes_of("lot.sell", "state") == ()  # a code of the layer of lots


def test_words__every_recorded_act_and_kind_is_named():
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for app in (
            "land/actions",
            "accounts",
            "territory",
            "worktime/actions",
            "imagery/actions",
            "auctions/actions",
            "notices/actions",
        )
        for path in (ROOT / app).rglob("*.py")
    )
    named = {f"{family}.{act}" for family, (_title, acts) in words.FAMILIES.items() for act in acts}
    recorded = set(re.findall(rf'"((?:{"|".join(words.FAMILIES)})\.[a-z_]+)"', source))
    assert recorded - {"land.run_import"} - named == set()
    kinds = set(re.findall(r'Entry\(\s*(?:verb|"[a-z_.]+"|verb=[^,]+),\s*(?:subject_type=)?"([a-z_]+)"', source))
    assert {"plot", "lease", "rent", "import", "token", "account"} <= kinds
    assert kinds <= readers.declared() == set(words.KINDS)
