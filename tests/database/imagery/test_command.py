"""The command: what it prints, how it ends, what it leaves."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import Role
from audit.models import Event
from imagery import incoming, tasks
from imagery.models import Scene, SceneJob
from imagery.workflow import JobState
from tests.database.imagery.conftest import left_on_disk
from tests.database.imagery.test_products import sentinel
from tests.factories import land
from tests.factories.imagery import UTM48, converted, north_up, plane, raster

BANDS = ["--bands", "red, green,blue"]


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("import_scene", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def path(worker):
    return raster(worker.folder / "anh_20240101.tif", plane(3))


def test_command__makes_a_scene_and_tells_it(path, data_dir):
    told, progress = run(path, *BANDS, "--publish", "--title", "Ảnh thử", "--collection", "bay-2024")
    scene = Scene.objects.get()
    assert (scene.title, scene.collection_id, scene.publish_level) == ("Ảnh thử", "bay-2024", "public")
    assert "Cảnh anh_20240101, chụp 01/01/2024, 10.00 m, mây không rõ, kênh: red, green, blue." in told
    assert f"Công khai; 0.0 MB; id {scene.pk}" in told
    for word in (
        "Đọc và kiểm tra tệp",
        "Nắn về lưới bản đồ",
        "Dựng các mức thu nhỏ",
        "Tính thống kê",
        "Lưu vào kho ảnh",
    ):
        assert word in progress
    assert SceneJob.objects.get().state == JobState.DONE
    assert left_on_disk(data_dir) == [f"scenes/{scene.data_key}"]


def test_command__folder_of_a_product_needs_no_answers(worker):
    told, _ = run(sentinel().write(worker.folder), "--verbosity", "0")
    assert "S2A_20240101T031131_T48PYS, chụp 01/01/2024, 10.0" in told
    assert "kênh: blue, green, red, nir, swir1, swir2." in told


def test_command__dry_run_tells_and_writes_nothing(path, data_dir):
    told, _ = run(path, *BANDS, "--dry-run")
    assert "anh_20240101: 01/01/2024, red, green, blue, 10.00 m" in told
    assert "chưa ghi gì" in told
    assert [model.objects.count() for model in (Scene, SceneJob, Event)] == [0, 0, 0]
    assert left_on_disk(data_dir) == []


def test_command__dry_run_refuses_what_a_load_would_refuse(worker, data_dir):
    """A VRT whose source lies beside it on this machine, but was not sent along."""
    source = raster(worker.folder / "goc.tif", plane(3))
    vrt = converted(source, worker.folder / "anh.vrt", "VRT")
    day = ["--acquired", "2024-01-01"]
    for arguments in (day, [*day, "--dry-run"]):
        with pytest.raises(CommandError, match="trỏ tới dữ liệu ngoài") as failure:
            run(vrt, *BANDS, *arguments)
        assert failure.value.returncode == 3
    told, _ = run(vrt, source, *BANDS, *day, "--dry-run")
    assert "goc" not in told
    assert not Scene.objects.exists()


def test_command__background_leaves_it_to_a_worker(path, worker):
    told, _ = run(path, *BANDS, "--background")
    job = SceneJob.objects.get()
    assert told.strip() == f"Đã giao cho worker: lần nạp {job.pk}."
    assert not Scene.objects.exists()
    assert worker.work(job).state == JobState.DONE


def test_command__works_with_the_rights_of_its_user(path, data_dir):
    land.person("an", Role.LAND_MANAGER)
    land.person("binh", Role.PLANNER)
    with pytest.raises(CommandError, match="Chỉ chuyên viên quản lý đất đai") as failure:
        run(path, *BANDS, "--user", "binh")
    assert failure.value.returncode == 1
    assert left_on_disk(data_dir) == []
    run(path, *BANDS, "--user", "an")
    assert SceneJob.objects.get().actor.username == "an"
    assert set(Event.objects.values_list("actor_label", flat=True)) == {"an"}


@pytest.mark.parametrize(
    ("arguments", "word", "code"),
    [
        (["khong-co.tif"], "Không tìm thấy tệp “khong-co.tif”", 3),
        (["{file}"], "Chưa biết 3 kênh", 3),
        (["{file}", "--bands", "red,green"], "Đã cho biết 2 kênh, nhưng tệp có 3 kênh", 3),
        (["{file}", "--bands", "red,green,tím"], "Không có kênh tên “tím”", 3),
        (["{file}", "--acquired", "hôm qua"], "Không hiểu ngày chụp “hôm qua”", 3),
        (["{file}", "--acquired", "2199-01-01", *BANDS], "ở tương lai", 3),
        (["{file}", "--srid", "99999", *BANDS], "Không biết hệ tọa độ “99999”", 3),
        (["{file}", "--code", "a b", *BANDS], "không dùng làm mã được", 3),
        (["{file}", "--collection", "sample", *BANDS], "chỉ dành cho ảnh mô phỏng", 3),
        (["{file}", "--user", "nobody"], "Không có người dùng “nobody”", 1),
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_command__wrong_arguments_give_a_sentence(desk, still, arguments, word, code, dry):
    path = raster(desk.folder / "anh_20240101.tif", plane(3))
    given = [argument.format(file=path) for argument in arguments] + (["--dry-run"] if dry else [])
    if dry and "nobody" in given:
        pytest.skip("a dry run is nobody's")
    with pytest.raises(CommandError) as failure:
        run(*given)
    assert word in str(failure.value)
    assert failure.value.returncode == code
    assert not Scene.objects.exists()


def test_command__no_data_of_any_kind(worker):
    for number, value in enumerate(("0", "-9999", "nan", "255.5")):
        path = raster(worker.folder / f"anh_{number}.tif", plane(1) + number)
        run(path, "--acquired", "2024-01-01T10:20", "--nodata", value)
    assert Scene.objects.count() == 4
    assert all(scene.time_known for scene in Scene.objects.all())


def test_command__that_lost_its_load_says_so(path, monkeypatch):
    """Another worker took it over while this process slept."""
    real = tasks.load

    def slow(job, now, progress):
        SceneJob.objects.filter(pk=job.pk).update(run=job.run + 1)
        return real(job, now, progress)

    monkeypatch.setattr(tasks, "load", slow)
    with pytest.raises(CommandError, match="đã được nơi khác làm tiếp"):
        run(path, *BANDS)
    assert not Scene.objects.exists()
    assert incoming.source_of(SceneJob.objects.get().pk).exists()


def test_command__of_a_file_without_a_system(worker):
    path = raster(worker.folder / "anh.tif", plane(1), system=None, transform=north_up())
    run(path, "--acquired", "22/11/2024", "--srid", UTM48.removeprefix("EPSG:"))
    assert Scene.objects.get().acquired_on.isoformat() == "2024-11-22"
