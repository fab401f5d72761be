"""Nothing an officer owns is unenterable: disputed ground and doubled rows are kept without what is disputed."""

import json
from datetime import date

import shapely

from land.actions.overlaps import accept_overlap
from land.models import Plot, PlotParcel
from tests.database.loading.conftest import WARD, codes, plot
from tests.database.loading.test_command import run
from tests.database.loading.test_round_trip import frame_of


def kept_boundary(entered):
    text = next(note["boundary"] for note in entered.review_notes if "boundary" in note)
    return shapely.from_wkt(text)


def test_keep__an_overlap_with_the_register_stands_at_a_point_beside_its_boundary(loader):
    loader.load(loader.frame(1))
    frame = loader.frame(1, SOTHUA=["7"], TEN=["Chợ"], geometry=[plot(20)])
    assert codes(loader.load(frame)) == ["overlap_plot"]
    assert Plot.objects.count() == 1
    report = loader.load(frame, keep_faulty=True)
    assert (report.counts["kept"], report.counts["refused"]) == (1, 0)
    shop = Plot.objects.get(name="Chợ")
    assert (shop.geom, shop.location_basis, shop.review_state) == (None, "point", "needs_review")
    assert plot(20).contains(shapely.from_wkb(bytes(shop.point.wkb)))
    assert kept_boundary(shop).hausdorff_distance(plot(20)) < 0.001
    assert [note["code"] for note in shop.review_notes] == ["overlap_plot"]
    assert PlotParcel.objects.get(plot=shop).parcel_number == "7"
    again = loader.load(frame, keep_faulty=True, decisions={"*": "accept"})
    assert (again.counts["new"], again.counts["same"], again.revised) == (0, 1, [])


def test_keep__rows_that_overlap_each_other_both_stand_at_points(loader):
    frame = loader.frame(2, geometry=[plot(), plot(20)])
    loader.load(frame, keep_faulty=True)
    assert set(Plot.objects.values_list("location_basis", "geom")) == {("point", None)}
    for entered, shape in zip(Plot.objects.order_by("number"), (plot(), plot(20)), strict=True):
        assert kept_boundary(entered).hausdorff_distance(shape) < 0.001


def test_keep__of_a_doubled_boundary_the_first_keeps_it(loader):
    frame = loader.frame(3, geometry=[plot(), plot(), plot(200)]).drop(columns=["SOTO", "SOTHUA"])
    report = loader.load(frame, keep_faulty=True)
    assert (report.counts["new"], report.counts["kept"], report.counts["refused"]) == (3, 2, 0)
    first, second, third = Plot.objects.order_by("number")
    assert (first.location_basis, second.location_basis, third.review_state) == ("boundary", "point", "checked")
    assert [note["code"] for note in first.review_notes] == ["duplicate_shape"]
    assert kept_boundary(second).hausdorff_distance(plot()) < 0.001
    assert loader.load(frame, keep_faulty=True).counts["new"] == 0


def test_keep__of_a_doubled_number_the_first_keeps_it(loader):
    frame = loader.frame(3, SOTHUA=["1", "1", "3"])
    assert loader.load(frame, commit=False).counts["new"] == 1
    report = loader.load(frame, keep_faulty=True)
    assert (report.counts["new"], report.counts["refused"]) == (3, 0)
    first, second, _third = Plot.objects.order_by("number")
    assert (first.parcel_number, second.parcel_number, second.geom is None) == ("1", "", False)
    assert set(PlotParcel.objects.values_list("plot__name", "parcel_number")) == {
        ("Khu đất 1", "1"),
        ("Khu đất 3", "3"),
    }
    assert "Tờ 12 thửa 1" in second.review_notes[0]["detail"]
    again = loader.load(frame, keep_faulty=True)
    assert (again.counts["new"], again.counts["changed"]) == (0, 0)


def test_keep__doubled_rows_of_a_list_are_both_kept(loader):
    path = loader.folder / "ds.csv"
    path.write_text("Tên khu đất,Phường xã\nChợ,Phường Vũng Tàu\nChợ,Phường Vũng Tàu\n", encoding="utf-8")
    assert loader.load(path, commit=False).counts["refused"] == 2
    assert loader.load(path, keep_faulty=True).counts["kept"] == 2
    assert Plot.objects.filter(review_state="needs_review").count() == 2


def test_keep__a_number_of_an_ended_plot_is_left_off(loader):
    loader.load(loader.frame(1))
    Plot.objects.update(status="removed")
    frame = loader.frame(1, TEN=["Chợ"], geometry=[plot(300)])
    loader.load(frame, keep_faulty=True)
    shop = Plot.objects.get(name="Chợ")
    assert (shop.parcel_number, PlotParcel.objects.filter(plot=shop).count()) == ("", 0)


def test_command__an_unknown_unit_falls_back_on_the_common_one(loader):
    path = loader.folder / "ds.csv"
    path.write_text("Tên khu đất,Phường xã\nChợ,Phường Không Có\nKho,\n", encoding="utf-8")
    assert set(codes(loader.load(path, keep_faulty=True, commit=False))) == {"unit_unknown", "unit_missing"}
    profile = loader.folder / "ho_so.json"
    profile.write_text(json.dumps({"constants": {"unit": "Phường Vũng Tàu"}}), encoding="utf-8")
    told = run(path, "--mapping", profile, "--keep-faulty")
    assert "2 mới" in told
    assert "1 giữ để rà soát" in told
    shop = Plot.objects.get(name="Chợ")
    assert (shop.unit_id, shop.review_state) == (WARD, "needs_review")
    assert shop.review_notes[0]["code"] == "unit_unknown"
    assert Plot.objects.get(name="Kho").review_state == "checked"


def test_round_trip__a_documented_overlap_comes_back_untouched(loader):
    loader.load(loader.frame(2))
    first, second = Plot.objects.order_by("number")
    shared = plot(30).intersection(plot()).area
    accept_overlap(
        actor=None,
        plots=(first, second),
        area_m2=shared + 1,
        document_number="12/UBND",
        accepted_on=date(2026, 1, 5),
        reason="Ranh chung",
    )
    moved = loader.frame(2, geometry=[plot(), plot(30)])
    report = loader.load(moved, decisions={"*": "accept"})
    assert codes(report) == []
    assert report.revised == [second.code]
    frame = frame_of_two(loader)
    frame.loc[0, "name"] = "Tên mới"
    report = loader.load(frame)
    assert codes(report) == []
    assert [[item["name"] for item in change["fields"]] for change in report.changes] == [["name"]]


def test_round_trip__only_the_changed_row_of_an_overlap_is_at_fault(loader):
    loader.load(loader.frame(2))
    frame = frame_of_two(loader)
    frame.loc[1, "geometry"] = plot(20)
    frame["area_legal_m2"] = None
    report = loader.load(frame)
    assert codes(report, 1) == []
    assert codes(report, 2) == ["overlap_row"]


def test_round_trip__area_and_place_are_judged_only_where_they_changed(loader):
    loader.load(loader.frame(2))
    Plot.objects.filter(name="Khu đất 1").update(area_legal_m2=2000)
    frame = frame_of_two(loader)
    frame.loc[1, "area_legal_m2"] = 2000.0
    report = loader.load(frame)
    assert codes(report, 1) == []
    assert codes(report, 2) == ["area_differs"]


def test_round_trip__an_edit_elsewhere_leaves_the_known_fault_on_the_worklist(loader):
    loader.load(loader.frame(1, DIENTICH=[plot().area + 60]), keep_faulty=True)
    frame = frame_of(loader, count=1)
    frame.loc[0, "name"] = "Tên mới"
    report = loader.load(frame)
    assert [item["name"] for item in report.changes[0]["fields"]] == ["name"]
    frame.loc[0, "area_legal_m2"] = round(plot().area, 1)
    assert "review_state" in [item["name"] for item in loader.load(frame).changes[0]["fields"]]


def test_keep__a_matched_row_keeps_the_registers_boundary_and_its_other_changes(loader):
    loader.load(loader.frame(2))
    frame = frame_of_two(loader)
    frame.loc[1, "geometry"] = plot(20)
    frame.loc[1, "name"] = "Tên mới"
    report = loader.load(frame, keep_faulty=True, decisions={"*": "accept"})
    changed = Plot.objects.get(name="Tên mới")
    assert report.revised == [changed.code]
    assert shapely.from_wkb(bytes(changed.geom.wkb)).hausdorff_distance(plot(100)) < 0.001


def test_findings__edited_flags_and_numbers_are_told(loader):
    loader.load(loader.frame(2, TINHTRANG=["Tranh chấp", None]))
    frame = frame_of_two(loader)
    assert "flags_differ" not in loader.load(frame).by_code
    frame.loc[0, "flags"] = ""
    frame.loc[1, "parcel_number"] = "9"
    report = loader.load(frame)
    told = {finding.code: finding.row for finding in report.findings}
    assert (told["flags_differ"], told["parcels_differ"]) == (1, 2)
    assert report.counts["same"] == 1


def test_findings__a_group_heading_is_told(loader):
    path = loader.folder / "ds.csv"
    path.write_text("Tên khu đất,Địa chỉ\nPhường Vũng Tàu,\nChợ,1 Lê Lợi\n", encoding="utf-8")
    report = loader.load(path)
    heading = next(finding for finding in report.findings if finding.code == "sheet_text")
    assert heading.row == 2
    assert "Phường Vũng Tàu" in heading.text()
    assert report.counts["read"] == 1


def frame_of_two(loader):
    return frame_of(loader, count=2)
