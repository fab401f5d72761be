"""The pages of the verbs: who may enter, what they write, what they refuse without losing a word."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Event
from land import actions, policies
from land.errors import BadChange
from land.models import AcceptedOverlap, Plot, PlotFlag, PlotParcel, PlotVersion
from land.workflow import STATUS_AFTER, FlagKind, PlotStatus, PublishLevel
from tests import places
from tests.database.land.lease_desk import text_of

PATHS = ("publish", "flag", "parcels", "split", "merge", "remove", "overlap", "review", "redraw")
TODAY = "2026-01-15"


def address(path, plot):
    return reverse(f"plot-{path}", args=[plot.code])


def again(plot):
    return Plot.objects.get(pk=plot.pk)


def test_refusals__speak_the_reader_s_language(manager, plot):
    values = {"level": "internal", "reason": "x", "seen_version": 7}
    assert "đã được người khác sửa" in text_of(manager.post(address("publish", plot), values))
    english = text_of(manager.post(address("publish", plot), values, headers={"Accept-Language": "en"}))
    assert "was changed by somebody else (version 1; you looked at version 7)" in english
    assert "đã được người khác sửa" not in english


# --- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_pages__open_to_whom_the_policy_allows(client, people, plot, path):
    allowed = {
        "land_manager": True,
        "land_fund_officer": path in {"flag", "parcels", "review"},
        "registration_office": path == "parcels",
    }
    for name, user in people.items():
        client.logout()
        if name == "anonymous":
            response = client.get(address(path, plot))
            assert response.status_code == 302
            assert response["Location"].startswith("/accounts/sign-in/")
            continue
        client.force_login(user)
        wanted = 200 if allowed.get(name) else 403
        assert client.get(address(path, plot)).status_code == wanted, (name, path)
        assert client.post(address(path, plot), {"reason": "x"}).status_code == wanted, (name, path)
    assert again(plot).version == 1


@pytest.mark.parametrize("path", PATHS)
def test_pages__a_hidden_plot_does_not_exist(client, people, register, path):
    draft = register.draft(publish_level=PublishLevel.RESTRICTED, published_on=None)
    hidden = actions.create_plots(actor=None, drafts=[draft])[0]
    client.force_login(people["land_fund_officer"])
    assert client.get(address(path, hidden)).status_code == 404


def test_group__shows_exactly_the_allowed_verbs(client, people, plot):
    for name, user in people.items():
        client.logout()
        if name != "anonymous":
            client.force_login(user)
        page = text_of(client.get(reverse("plot", args=[plot.code])))
        verbs = policies.allowed_verbs(user, plot) if name != "anonymous" else []
        for path, verb in [
            *((path, path) for path in ("publish", "flag", "split", "merge", "remove", "review", "redraw")),
            ("parcels", "set_parcels"),
            ("overlap", "accept_overlap"),
            ("locate", "locate"),
            ("restore", "restore"),
        ]:
            assert (f'href="{address(path, plot)}"' in page) is (verb in verbs), (name, verb)
        assert ("Việc cần làm" in page) is (name in {"land_manager", "land_fund_officer", "registration_office"})


@pytest.mark.parametrize("status", list(PlotStatus))
def test_status__pages_follow_the_table_of_states(manager, people, plot, status):
    Plot.objects.filter(pk=plot.pk).update(status=status)
    ways = {
        "split": PlotStatus.SPLIT,
        "merge": PlotStatus.MERGED,
        "remove": PlotStatus.REMOVED,
        "restore": PlotStatus.ACTIVE,
    }
    for path, target in ways.items():
        response = manager.get(address(path, plot))
        allowed = target in STATUS_AFTER[status]
        assert response.status_code == (200 if allowed else 403 if status == PlotStatus.ACTIVE else 409), path
    for path in ("publish", "flag", "parcels", "overlap", "review", "redraw"):
        assert manager.get(address(path, plot)).status_code == (200 if status == PlotStatus.ACTIVE else 409), path


# --- publication --------------------------------------------------------------------------------------------------


def test_publish__shows_what_becomes_visible_and_writes(manager, register):
    draft = register.draft(publish_level="internal", published_on=None, note="Chưa rào")
    plot = actions.create_plots(actor=None, drafts=[draft])[0]
    page = text_of(manager.get(address("publish", plot)))
    assert "Khi công khai, mọi người sẽ xem được" in page
    assert "Chưa rào" not in page
    values = {"level": "public", "reason": "QĐ 12", "seen_version": 1}
    assert manager.post(address("publish", plot), values).status_code == 302
    assert again(plot).publish_level == PublishLevel.PUBLIC
    assert again(plot).published_on is not None
    assert Event.objects.filter(verb="plot.published", subject_id=str(plot.pk)).exists()


def test_publish__not_while_it_needs_review(manager, register):
    draft = register.draft(publish_level="internal", published_on=None, review_state="needs_review")
    plot = actions.create_plots(actor=None, drafts=[draft])[0]
    page = manager.get(address("publish", plot))
    assert "Chưa thể công khai" in text_of(page)
    assert 'value="public"' not in text_of(page)
    manager.post(address("publish", plot), {"level": "public", "reason": "r", "seen_version": 1})
    assert again(plot).publish_level == PublishLevel.INTERNAL


def test_stale__is_told_and_nothing_is_lost(manager, plot):
    actions.revise_plot(actor=None, plot=plot, changes={"name": "Khác"}, reason="r")
    values = {"level": "internal", "reason": "Rút về vì sai tên", "seen_version": 1}
    page = manager.post(address("publish", plot), values)
    assert "đã được người khác sửa" in text_of(page)
    assert "Rút về vì sai tên" in text_of(page)
    assert again(plot).publish_level == PublishLevel.PUBLIC
    seen = page.context["form"]["seen_version"].value()
    assert manager.post(address("publish", plot), values | {"seen_version": seen}).status_code == 302
    assert again(plot).publish_level == PublishLevel.INTERNAL


# --- flags --------------------------------------------------------------------------------------------------------


def test_flags__raised_and_closed_through_the_door(client, people, plot):
    client.force_login(people["land_fund_officer"])
    values = {"kind": "encroached", "since": "2025-01-01", "reason": "Hộ liền kề dựng rào", "seen_version": 1}
    assert client.post(address("flag", plot), values).status_code == 302
    row = PlotFlag.objects.get()
    assert again(plot).flags == ["encroached"]
    assert "Hộ liền kề dựng rào" in text_of(client.get(address("flag", plot)))
    close = reverse("plot-flag-close", args=[plot.code, row.pk])
    early = client.post(close, {"until": "2024-12-31", "reason": "Đã tháo rào", "seen_version": 2})
    assert "Ngày kết thúc phải sau ngày bắt đầu" in text_of(early)
    assert "Đã tháo rào" in text_of(early)
    assert client.post(close, {"until": "2025-06-01", "reason": "Đã tháo rào", "seen_version": 2}).status_code == 302
    assert again(plot).flags == []
    assert "Tình trạng này đã kết thúc" in text_of(
        client.post(close, {"until": "2025-06-02", "reason": "x", "seen_version": 3})
    )


def test_flags__raised_by_mistake_never_were(client, people, plot):
    client.force_login(people["land_fund_officer"])
    values = {"kind": "encroached", "since": "2025-01-01", "reason": "Nhầm khu đất", "seen_version": 1}
    client.post(address("flag", plot), values)
    row = PlotFlag.objects.get()
    close = reverse("plot-flag-close", args=[plot.code, row.pk])
    values = {"until": "2025-01-01", "mistake": "on", "reason": "Là khu đất bên cạnh", "seen_version": 2}
    assert client.post(close, values).status_code == 302
    assert not PlotFlag.objects.exists()
    version = PlotVersion.objects.filter(plot=plot, recorded__endswith__isnull=True).latest("version")
    assert (version.flags, version.change, version.reason) == ([], "corrected", "Là khu đất bên cạnh")
    known = PlotVersion.objects.filter(plot=plot, valid__contains=date(2025, 2, 1)).order_by("recorded")
    assert [item.flags for item in known] == [[], ["encroached"], []], "the register did say so in between"
    assert client.post(close, {**values, "seen_version": 3}).status_code == 404
    with pytest.raises(BadChange, match="đã kết thúc"):
        actions.withdraw_flag(actor=people["land_fund_officer"], flag=row, reason="r")


@pytest.mark.parametrize("since", ["2099-01-01", "hôm qua", ""])
def test_flags__bad_dates_are_said(manager, plot, since):
    page = manager.post(
        address("flag", plot), {"kind": "idle", "since": since, "reason": "Bỏ hoang", "seen_version": 1}
    )
    assert page.status_code == 200
    assert "Bỏ hoang" in text_of(page)
    assert not PlotFlag.objects.exists()


def test_flags__a_period_told_late_may_not_cover_a_known_one(plot):
    flag = actions.raise_flag(
        actor=None, plot=plot, kind=FlagKind.IDLE, since=date(2025, 1, 1), today=date(2025, 9, 1), note="n"
    )
    actions.close_flag(actor=None, flag=flag, until=date(2025, 6, 1), today=date(2025, 9, 1), reason="r")
    with pytest.raises(BadChange, match="đến trước ngày 01/06/2025"):
        actions.raise_flag(
            actor=None, plot=again(plot), kind=FlagKind.IDLE, since=date(2025, 3, 1), today=date(2025, 9, 1), note="n"
        )


def test_flags__of_another_plot_are_not_closed_here(manager, register, plot):
    other = actions.create_plots(actor=None, drafts=[register.draft(dx=50)])[0]
    flag = actions.raise_flag(
        actor=None, plot=other, kind=FlagKind.IDLE, since=date(2025, 1, 1), today=date(2025, 9, 1)
    )
    assert manager.get(reverse("plot-flag-close", args=[plot.code, flag.pk])).status_code == 404


# --- removing and taking back -------------------------------------------------------------------------------------


def test_remove__and_take_back(manager, register):
    parcels = [("26506@2025-07-01", "12", "345")]
    plot = actions.create_plots(actor=None, drafts=[register.draft(parcels=parcels)])[0]
    values = {"on_date": "2025-10-01", "reason": "Chuyển giao", "seen_version": 1}
    assert manager.post(address("remove", plot), values).status_code == 302
    assert again(plot).status == PlotStatus.REMOVED
    assert PlotParcel.objects.get().period.upper == date(2025, 10, 1)
    page = text_of(manager.get(reverse("plot", args=[plot.code])))
    assert address("restore", plot) in page
    assert address("remove", plot) not in page
    assert manager.post(address("restore", plot), {"reason": "Nhầm", "seen_version": 2}).status_code == 302
    assert again(plot).status == PlotStatus.ACTIVE
    assert PlotParcel.objects.get().period.upper is None
    now = again(plot).versions.filter(recorded__endswith=None).order_by("valid")
    assert {version.status for version in now} == {PlotStatus.ACTIVE}, "the register says it was in the fund all along"


def test_restore__not_on_ground_that_is_taken(manager, register, plot):
    actions.remove_plot(actor=None, plot=plot, on_date=date(2025, 10, 1), reason="r")
    actions.create_plots(actor=None, drafts=[register.draft()])
    page = manager.post(address("restore", plot), {"reason": "Nhầm", "seen_version": 2})
    assert "chồng lên khu đất" in text_of(page)
    assert "Nhầm" in text_of(page)
    assert again(plot).status == PlotStatus.REMOVED


def test_restore__not_with_a_number_that_is_taken(manager, register):
    parcels = [("26506@2025-07-01", "12", "345")]
    plot = actions.create_plots(actor=None, drafts=[register.draft(parcels=parcels)])[0]
    actions.remove_plot(actor=None, plot=plot, on_date=date(2025, 10, 1), reason="r")
    later = [("26506@2025-07-01", "12", "345", date(2025, 10, 1))]
    other = actions.create_plots(actor=None, drafts=[register.draft(dx=50, parcels=later)])[0]
    page = manager.post(address("restore", plot), {"reason": "Nhầm", "seen_version": 2})
    assert f"đang thuộc khu đất {other.code}" in text_of(page)
    assert again(plot).status == PlotStatus.REMOVED


# --- overlap ------------------------------------------------------------------------------------------------------


def test_overlap__accepted_lets_the_boundary_in(manager, register, plot):
    other = actions.create_plots(actor=None, drafts=[register.draft(dx=30)])[0]
    wide = places.square(places.VUNG_TAU, side=32)
    values = {
        "other": other.code.lower(),
        "area_m2": "45",
        "document_number": "55/UBND",
        "accepted_on": TODAY,
        "reason": "Ranh lịch sử",
        "seen_version": 1,
    }
    assert manager.post(address("overlap", plot), values).status_code == 302
    assert AcceptedOverlap.objects.get().area_m2 == 45
    revise = {"actor": None, "plot": plot, "changes": {"geom": wide}, "reason": "r"}
    assert actions.revise_plot(**revise).version == 2
    assert "Đang chồng lên" in text_of(manager.get(address("overlap", plot)))
    less = manager.post(address("overlap", plot), values | {"area_m2": "10"})
    assert "không thể chấp nhận ít hơn" in text_of(less)
    assert Event.objects.filter(verb="plot.overlap_accepted").count() == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"other": "BRVT-999999"}, "Không có khu đất BRVT-999999"),
        ({"other": "self"}, "khác với khu đất này"),
        ({"area_m2": "-1"}, "lớn hơn hoặc bằng"),
        ({"document_number": ""}, "Chưa ghi được"),
        ({"accepted_on": "2099-01-01"}, "không được sau hôm nay"),
    ],
)
def test_overlap__bad_input_is_said(manager, register, plot, given, said):
    other = actions.create_plots(actor=None, drafts=[register.draft(dx=30)])[0]
    values = {
        "other": other.code,
        "area_m2": "45",
        "document_number": "55",
        "accepted_on": TODAY,
        "reason": "Ranh lịch sử",
        "seen_version": 1,
    } | given
    values["other"] = plot.code if values["other"] == "self" else values["other"]
    page = manager.post(address("overlap", plot), values)
    assert said in text_of(page)
    assert "Ranh lịch sử" in text_of(page)
    assert not AcceptedOverlap.objects.exists()


# --- parcels ------------------------------------------------------------------------------------------------------


def rows(*parcels):
    values = {"row-TOTAL_FORMS": len(parcels), "row-INITIAL_FORMS": 0}
    for number, (unit, sheet, parcel, start, end) in enumerate(parcels):
        names = {"unit": unit, "sheet": sheet, "parcel": parcel, "start": start, "end": end}
        values |= {f"row-{number}-{name}": value for name, value in names.items()}
    return values


def test_parcels__through_the_door(client, people, register, plot):
    client.force_login(people["registration_office"])
    assert client.get(address("parcels", plot)).status_code == 200
    given = rows(
        ("26536@initial", "7", "12", "", "2025-07-01"),
        ("26506@2025-07-01", "57", "12", "2025-07-01", ""),
        ("26506@2025-07-01", "", "", "", ""),
    )
    answer = client.post(address("parcels", plot), given | {"reason": "Đánh số lại tờ", "seen_version": 1})
    assert answer.status_code == 302
    assert PlotParcel.objects.count() == 2
    after = again(plot)
    assert (after.sheet_number, after.parcel_number, after.version) == ("57", "12", 2)
    assert "to 57 thua 12" in after.search_text
    event = Event.objects.get(verb="plot.parcels_set")
    assert event.before == {"parcels": []}
    assert len(event.after["parcels"]) == 2
    assert "Đánh số lại tờ" in text_of(client.get(reverse("plot", args=[plot.code])))


def test_parcels__a_number_of_another_plot_is_named(manager, register, plot):
    held = [("26506@2025-07-01", "12", "345")]
    other = actions.create_plots(actor=None, drafts=[register.draft(dx=50, parcels=held)])[0]
    given = rows(("26506@2025-07-01", "12", "345", "2025-08-01", ""))
    page = manager.post(address("parcels", plot), given | {"reason": "Sửa số", "seen_version": 1})
    assert f"đang thuộc khu đất {other.code}" in text_of(page)
    assert "Sửa số" in text_of(page)
    assert again(plot).version == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("26506@2025-07-01", "12", "", "", ""), "Có dòng chưa đúng"),
        (("nowhere", "12", "1", "", ""), "Có dòng chưa đúng"),
        (("26506@2025-07-01", "12", "1", "2025-02-01", "2025-01-01"), "ngày kết thúc phải sau ngày bắt đầu"),
        (("26506@2025-07-01", "12", "1", "32/13/2025", ""), "Có dòng chưa đúng"),
    ],
)
def test_parcels__bad_rows_are_said(manager, plot, given, said):
    page = manager.post(address("parcels", plot), rows(given) | {"reason": "Sửa số", "seen_version": 1})
    assert said in text_of(page)
    assert "Sửa số" in text_of(page)
    assert not PlotParcel.objects.exists()


def test_parcels__twice_the_same_time_is_refused(manager, plot):
    twice = ("26506@2025-07-01", "12", "1", "", "")
    page = manager.post(address("parcels", plot), rows(twice, twice) | {"reason": "r", "seen_version": 1})
    assert "được ghi hai lần" in text_of(page)


def test_parcels__past_numbers_leave_a_version_too(manager, plot):
    past = rows(("26536@initial", "7", "12", "", "2025-07-01"))
    assert manager.post(address("parcels", plot), past | {"reason": "r", "seen_version": 1}).status_code == 302
    assert again(plot).version == 2
    same = manager.post(address("parcels", plot), past | {"reason": "r", "seen_version": 2})
    assert "không có thay đổi nào" in text_of(same)


# --- review -------------------------------------------------------------------------------------------------------


def test_review__kept_and_cleared_through_the_door(manager, plot):
    given = {"detail": "Sai tên đường", "reason": "Phản ánh", "seen_version": 1}
    assert manager.post(address("review", plot), given).status_code == 302
    assert again(plot).publish_level == PublishLevel.INTERNAL
    page = text_of(manager.get(address("review", plot)))
    assert "Sai tên đường" in page
    none = manager.post(address("review", plot), {"reason": "Đã xem", "seen_version": 2})
    assert "Hãy chọn nội dung rà soát" in text_of(none)
    done = manager.post(address("review", plot), {"notes": ["0"], "reason": "Đã xem", "seen_version": 2})
    assert done.status_code == 302
    assert again(plot).review_state == "checked"


def test_locate__answers(manager, register):
    draft = register.draft(geom=None, location_basis="unit")
    plot = actions.create_plots(actor=None, drafts=[draft])[0]
    assert manager.get(address("locate", plot)).status_code == 200
    answer = manager.post(address("locate", plot), {"reason": "r", "seen_version": 1}, follow=True)
    assert "chưa có số tờ, số thửa" in text_of(answer)


def test_locate__a_plot_with_a_boundary_has_no_such_page(manager, plot):
    assert manager.get(address("locate", plot)).status_code == 403
