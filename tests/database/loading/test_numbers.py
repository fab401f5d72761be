"""Parcel numbers and their identifiers through the import's door: the record only says what the plot holds."""

from datetime import date

import pytest

from land.actions import ParcelDraft, set_parcels
from land.errors import BadChange, ParcelTaken
from land.models import Plot, PlotParcel, PlotVersion
from tests.database.loading.conftest import WARD
from tests.database.loading.test_round_trip import frame_of

ISSUED = "w3gv2k9x7c5d"


@pytest.fixture
def stored(loader):
    loader.load(loader.frame(3))
    return loader


def numbered(number):
    return Plot.objects.get(name=f"Khu đất {number}")


def held(plot, open_only=True):
    rows = PlotParcel.objects.filter(plot=plot).order_by("period")
    return [
        (row.sheet_number, row.parcel_number, row.period.lower, row.period.upper)
        for row in rows
        if not open_only or row.period.upper is None
    ]


def changed(stored, name="sua.gpkg", **cells):
    frame = frame_of(stored)
    for column, values in cells.items():
        for at, value in values.items():
            frame.loc[at, column] = value
    return stored.write(frame, name)


def test_import__a_corrected_number_is_held_and_found_by_the_next_import(stored, tmp_path):
    report = stored.load(changed(stored, parcel_number={0: "77"}), decisions={"*": "accept"})
    plot = numbered(1)
    assert report.revised == [plot.code]
    assert (plot.parcel_number, plot.version, held(plot, False)) == ("77", 2, [("12", "77", None, None)])
    assert "thua 77" in plot.search_text
    path = tmp_path / "ds.csv"
    path.write_text("Phường xã,Số tờ,Số thửa,Hiện trạng\nPhường Vũng Tàu,12,77,trống\n", encoding="utf-8")
    assert [change["code"] for change in stored.load(path).changes] == [plot.code]
    path.write_text("Phường xã,Số tờ,Số thửa,Tên\nPhường Vũng Tàu,12,1,Khác\n", encoding="utf-8")
    assert stored.load(path).counts["new"] == 1, "the old number was a mistake and is nobody's"


def test_import__two_plots_never_say_the_same_number(stored):
    frame = frame_of(stored).iloc[[0]]
    frame.loc[0, "parcel_number"] = "2"
    with pytest.raises(ParcelTaken, match="Tờ 12, thửa 2"):
        stored.load(frame, decisions={"*": "accept"})
    assert [plot.parcel_number for plot in Plot.objects.order_by("number")] == ["1", "2", "3"]


def test_import__two_plots_may_exchange_their_numbers_from_a_day_on(stored):
    since = date(2026, 3, 1)
    path = changed(stored, parcel_number={0: "2", 1: "1"})
    stored.load(path, decisions={"*": "accept"}, valid_from=since)
    first, second = numbered(1), numbered(2)
    assert (first.parcel_number, second.parcel_number) == ("2", "1")
    assert held(first, False) == [("12", "1", None, since), ("12", "2", since, None)]
    before = PlotVersion.objects.valid_on(date(2026, 2, 28)).get(plot=first)
    assert (before.parcel_number, first.version) == ("1", 2)


def test_import__the_same_file_twice_changes_nothing(stored):
    path = changed(stored, parcel_number={0: "77, 78"})
    assert len(stored.load(path, decisions={"*": "accept"}).revised) == 1
    assert held(numbered(1)) == [("12", "77", None, None), ("12", "78", None, None)]
    again = stored.load(path, decisions={"*": "accept"})
    assert (again.counts["changed"], again.revised) == (0, [])


def test_import__numbers_set_by_hand_stay_beside_the_corrected_one(stored):
    plot = numbered(1)
    parcels = [ParcelDraft(WARD, "12", "1"), ParcelDraft(WARD, "12", "50")]
    set_parcels(actor=None, plot=plot, parcels=parcels, reason="Hai thửa")
    stored.load(changed(stored, parcel_number={0: "77"}), decisions={"*": "accept"})
    assert {number for _sheet, number, *_ in held(plot)} == {"77", "50"}
    assert numbered(1).parcel_number == "77"


def test_import__words_that_are_no_parcel_are_refused_with_a_sentence(stored):
    path = changed(stored, parcel_number={0: "xem bản đồ"})
    with pytest.raises(BadChange, match="không đọc được số tờ, số thửa"):
        stored.load(path, decisions={"*": "accept"})


def test_import__an_issued_identifier_is_kept_with_its_parcel(stored):
    stored.load(changed(stored, parcel_uid={0: ISSUED}), decisions={"*": "accept"})
    plot = numbered(1)
    assert (plot.parcel_uid, plot.parcel_uid_provisional, plot.version) == (ISSUED, False, 2)
    assert PlotParcel.objects.get(plot=plot).identifier == ISSUED
    stored.load(changed(stored, "lai.gpkg", parcel_number={0: "77"}), decisions={"*": "accept"})
    assert (numbered(1).parcel_uid, PlotParcel.objects.get(plot=plot).identifier) == (ISSUED, ISSUED)


def test_import__a_new_plot_brings_its_identifier_and_a_wrong_one_is_noted(loader):
    loader.load(loader.frame(2, MADINHDANH=[ISSUED, "khong-phai-a"]))
    first, second = numbered(1), numbered(2)
    assert (first.parcel_uid, first.parcel_uid_provisional) == (ISSUED, False)
    assert PlotParcel.objects.get(plot=first).identifier == ISSUED
    assert (len(second.parcel_uid), second.parcel_uid_provisional) == (12, True)
    assert "Mã định danh trong tệp không đúng: khong-phai-a" in second.note


def test_import__a_resurvey_from_a_day_leaves_the_days_before(stored):
    since = date(2026, 3, 1)
    stored.load(changed(stored, use_state={0: "vacant"}), decisions={"*": "accept"}, valid_from=since)
    rows = PlotVersion.objects.filter(plot=numbered(1))
    assert rows.valid_on(date(2026, 2, 28)).get().use_state == ""
    assert rows.valid_on(since).get().use_state == "vacant"
