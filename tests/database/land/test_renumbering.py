"""Sheets of a commune get new numbers from a day on: all rows or none, with what was not found."""

from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from gis.http.problems import NotAllowed
from land import policies
from land.actions import NewNumbers, NumberRow, ParcelDraft, create_plots, renumber_parcels, set_parcels
from land.errors import BadChange, ParcelTaken
from land.models import Plot, PlotParcel, PlotVersion
from tests.database.land.lease_desk import text_of
from tests.database.land.reference_sets import WARD

OLD_UNIT = "26536@initial"
SINCE = date(2026, 3, 1)
HEAD = "Số tờ cũ;Số thửa cũ;Số tờ mới;Số thửa mới\n"


@pytest.fixture
def plots(register):
    """Three plots of sheet 12, parcels 1 to 3."""
    drafts = [
        register.draft(dx=50 * number, sheet_number="12", parcel_number=parcel, parcels=[(WARD, "12", parcel)])
        for number, parcel in enumerate("123")
    ]
    return create_plots(actor=None, drafts=drafts)


def table(*rows, **values):
    own = {"unit_id": WARD, "new_unit_id": WARD, "since": SINCE}
    return NewNumbers(rows=[NumberRow(line, *row) for line, row in enumerate(rows, 2)], **own | values)


def renumber(*rows, actor=None, dry_run=False, **values):
    return renumber_parcels(actor=actor, table=table(*rows, **values), reason="QĐ 12", dry_run=dry_run)


def numbers():
    return [(plot.sheet_number, plot.parcel_number) for plot in Plot.objects.order_by("number")]


def held(plot):
    rows = PlotParcel.objects.filter(plot=plot).order_by("period")
    return [(row.unit_id, row.sheet_number, row.parcel_number, row.period.lower, row.period.upper) for row in rows]


def test_renumber__from_a_day_with_the_history(plots):
    done = renumber(("12", "1", "57", "101"))
    assert (done.codes, done.done, done.left) == ([plots[0].code], 1, [])
    assert numbers() == [("57", "101"), ("12", "2"), ("12", "3")]
    assert held(plots[0]) == [(WARD, "12", "1", None, SINCE), (WARD, "57", "101", SINCE, None)]
    versions = PlotVersion.objects.filter(plot=plots[0])
    assert versions.valid_on(date(2026, 2, 28)).get().sheet_number == "12"
    assert (versions.valid_on(SINCE).get().sheet_number, versions.valid_on(SINCE).get().change) == ("57", "changed")
    assert "to 57 thua 101" in Plot.objects.get(pk=plots[0].pk).search_text


def test_renumber__two_numbers_may_change_places(plots):
    renumber(("12", "1", "12", "2"), ("12", "2", "12", "3"), ("12", "3", "12", "1"))
    assert numbers() == [("12", "2"), ("12", "3"), ("12", "1")]


def test_renumber__into_the_sheets_of_another_unit_with_several_parcels_of_a_plot(plots):
    parcels = [ParcelDraft(OLD_UNIT, "7", "8"), ParcelDraft(OLD_UNIT, "7", "9", identifier="w3gv2k9x7c5d")]
    set_parcels(actor=None, plot=plots[0], parcels=parcels, reason="r")
    renumber(("07", "9", "90", "2"), ("7", "008", "90", "1"), unit_id=OLD_UNIT)
    assert numbers()[0] == ("90", "1"), "the record goes on leading with the same parcel"
    now = PlotParcel.objects.filter(plot=plots[0], period__endswith=None).order_by("parcel_number")
    assert [(row.unit_id, row.sheet_number, row.identifier) for row in now] == [
        (WARD, "90", ""),
        (WARD, "90", "w3gv2k9x7c5d"),
    ]


def test_renumber__what_is_not_found_is_told(register, plots):
    late = create_plots(actor=None, drafts=[register.draft(dx=300, parcels=[(WARD, "12", "4", SINCE)])])[0]
    done = renumber(("12", "1", "12", "1"), ("12", "4", "57", "4"), ("99", "1", "57", "5"), ("12", "2", "57", "6"))
    assert [(row.line, why) for row, why in done.left] == [(2, "unchanged"), (3, "later"), (4, "not_held")]
    assert (done.codes, held(late)[0][1:3]) == ([plots[1].code], ("12", "4"))


def test_renumber__a_number_that_another_plot_keeps_stops_everything(plots):
    with pytest.raises(ParcelTaken, match=plots[2].code):
        renumber(("12", "1", "57", "1"), ("12", "2", "12", "3"))
    assert numbers() == [("12", "1"), ("12", "2"), ("12", "3")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "không có dòng nào"),
        ([("12", "1", "57", "1"), ("12", "01", "57", "2")], "Dòng 2: tờ 12, thửa 1 có ở nhiều dòng"),
        ([("12", "1", "57", "1"), ("12", "2", "57", "1")], "tờ 57, thửa 1 có ở nhiều dòng"),
        ([("12", "1", "57", "")], "Dòng 2: thiếu"),
        ([("12", "1", "57", "1" * 21)], "dài quá 20"),
    ],
)
def test_renumber__rows_that_contradict_each_other_are_refused(plots, rows, said):
    with pytest.raises(BadChange, match=said):
        renumber(*rows)


def test_renumber__dry_run_tells_and_writes_nothing(plots):
    assert renumber(("12", "1", "57", "1"), dry_run=True).done == 1
    assert numbers()[0] == ("12", "1")
    assert PlotVersion.objects.count() == 3
    with pytest.raises(ParcelTaken):
        renumber(("12", "2", "12", "3"), dry_run=True)


def test_renumber__who_may(people, plots):
    allowed = set()
    for name, user in people.items():
        try:
            renumber(("12", "1", "57", "1"), actor=user, dry_run=True)
            allowed.add(name)
        except NotAllowed:
            continue
    assert allowed == {"land_manager", "registration_office"}


@pytest.fixture
def restricted(register):
    """A plot of the ward that only the department and inspectors know of: sheet 12, parcel 9."""
    level = {"publish_level": "restricted", "published_on": None}
    parcel = {"sheet_number": "12", "parcel_number": "9", "parcels": [(WARD, "12", "9")]}
    return create_plots(actor=None, drafts=[register.draft(dx=300, **level, **parcel)])[0]


def test_renumber__what_the_office_may_not_know_of_is_a_number_that_nobody_holds(people, plots, restricted):
    office, rows = (
        people["registration_office"],
        [("12", "1", "57", "1"), ("12", "9", "57", "9"), ("12", "77", "57", "7")],
    )
    done = renumber(*rows, actor=office)
    assert (done.codes, [(row.line, why) for row, why in done.left]) == (
        [plots[0].code],
        [(3, "not_held"), (4, "not_held")],
    )
    assert not policies.can_set_parcels(office, restricted)
    again = renumber(*rows, actor=people["land_manager"])
    assert again.codes == [restricted.code], "the department runs the same table for the rest"


def test_renumber__a_number_that_a_hidden_plot_keeps_names_no_plot(people, plots, restricted):
    with pytest.raises(ParcelTaken, match="một khu đất khác") as refusal:
        renumber(("12", "1", "12", "9"), actor=people["registration_office"])
    assert restricted.code not in str(refusal.value.errors) + refusal.value.detail


def run(*arguments):
    out = StringIO()
    call_command("renumber_parcels", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_command__reads_renumbers_and_reports(plots, people, tmp_path):
    path, report = tmp_path / "so.csv", tmp_path / "con_lai.csv"
    path.write_text(f"\ufeff{HEAD}12;1;57;101\n;;;\n12;77;57;102\n", encoding="utf-8")
    asked = (path, "--unit", WARD, "--from", "01/03/2026", "--reason", "QĐ 12", "--user", "registration_office")
    told = run(*asked, "--dry-run")
    assert "Đọc 2 dòng: đổi số 1 thửa của 1 khu đất, 1 dòng không thực hiện." in told
    assert numbers()[0] == ("12", "1")
    told = run(*asked, "--report", report)
    assert "dòng 4: tờ 12, thửa 77: không có khu đất nào đang giữ số này" in told
    assert numbers()[0] == ("57", "101")
    assert plots[0].versions.get(version=2).actor_label == "registration_office"
    assert "4,12,77,57,102,không có khu đất" in report.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("a;b\n1;2\n", (), "Bảng thiếu cột: Số tờ cũ"),
        (f"{HEAD}12;1;57;1\n", ("--unit", "nơi nào"), "Không có đơn vị"),
        (f"{HEAD}12;1;57;1\n", ("--from", "01/01/2099"), "không được sau hôm nay"),
        (f"{HEAD}12;1;57;1\n", ("--user", "ai"), "Không có người dùng"),
        (f"{HEAD}12;1;12;3\n", (), "đang thuộc khu đất"),
    ],
)
def test_command__what_is_wrong_is_a_sentence(plots, tmp_path, text, arguments, said):
    path = tmp_path / "so.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        run(path, "--unit", WARD, "--from", "01/03/2026", "--reason", "QĐ 12", *arguments)


# --- the page -----------------------------------------------------------------------------------------------------

ADDRESS = "/desk/renumber/"


def sent(*lines, step="check", **values):
    own = {"unit": WARD, "new_unit": "", "since": "01/03/2026", "reason": "QĐ 12", "step": step}
    return own | {"numbers": HEAD.replace(";", "\t") + "\n".join("\t".join(line) for line in lines)} | values


def test_page__opens_to_those_who_renumber(client, people):
    for name, user in people.items():
        client.logout()
        if name == "anonymous":
            assert client.get(ADDRESS).status_code == 302
            continue
        client.force_login(user)
        allowed = name in {"land_manager", "registration_office"}
        assert client.get(ADDRESS).status_code == (200 if allowed else 404), name
        assert (ADDRESS in client.get("/plots/").content.decode()) == allowed, name


def test_page__looks_first_then_writes(client, people, plots):
    client.force_login(people["registration_office"])
    lines = (("12", "1", "57", "101"), ("12", "77", "57", "102"))
    looked = text_of(client.post(ADDRESS, sent(*lines)))
    assert "1 thửa của 1 khu đất sẽ đổi số" in looked
    assert "tờ 12, thửa 77" in looked
    assert numbers()[0] == ("12", "1"), "nothing is written before it was looked at"
    done = text_of(client.post(ADDRESS, sent(*lines, step="commit")))
    assert "Đã đổi số 1 thửa" in done
    assert plots[0].code in done
    assert numbers()[0] == ("57", "101")


@pytest.mark.parametrize("step", ["check", "commit"])
def test_page__tells_the_office_nothing_of_restricted_plots(client, people, plots, restricted, step):
    client.force_login(people["registration_office"])
    page = text_of(client.post(ADDRESS, sent(("12", "1", "57", "1"), ("12", "9", "57", "9"), step=step)))
    assert restricted.code not in page
    assert "Các dòng không thực hiện (1)" in page
    assert "các khu đất còn lại" in page
    restricted.refresh_from_db()
    assert (restricted.sheet_number, restricted.parcel_number, restricted.version) == ("12", "9", 1)


def test_page__reads_a_file_and_keeps_it_in_the_form(manager, plots):
    file = SimpleUploadedFile("so.csv", f"{HEAD}12;1;57;101\n".encode())
    page = manager.post(ADDRESS, sent(numbers="", file=file))
    assert "12;1;57;101" in page.context["form"]["numbers"].value()
    assert "sẽ đổi số" in text_of(page)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"numbers": ""}, "Hãy dán bảng hoặc chọn tệp"),
        ({"numbers": "a;b"}, "Bảng thiếu cột"),
        ({"since": "01/01/2099"}, "không được sau hôm nay"),
        ({"numbers": f"{HEAD}12;1;12;3"}, "đang thuộc khu đất"),
        ({"file": SimpleUploadedFile("so.csv", "Số tờ".encode("utf-16"))}, "mã UTF-8"),
    ],
)
def test_page__what_is_wrong_is_said_and_nothing_typed_is_lost(manager, plots, values, said):
    page = text_of(manager.post(ADDRESS, sent(("12", "1", "57", "1"), step="commit", **values)))
    assert said in page
    assert "QĐ 12" in page
    assert numbers()[0] == ("12", "1")
