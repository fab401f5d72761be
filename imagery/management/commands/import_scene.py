"""Makes a scene of files: reads, checks, aligns, stores, registers."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.acting import acting_user
from gis.commands import ProgressLine
from gis.http.problems import DomainError
from gis.work.told import Refusal, describe_error
from imagery import incoming
from imagery.actions import jobs
from imagery.errors import ANSWERS
from imagery.loading import look
from imagery.models import Scene
from imagery.tasks import make_scene
from imagery.workflow import JobStep

_REFUSED = 3  # as import_plots says it of a file that cannot be loaded
_SAID = ("acquired", "code", "title", "collection", "srid", "nodata", "publish")


def _words(told: dict[str, Any]) -> str:
    """A refusal, line by line, with the option by which it is answered."""
    return "\n".join(_line(one) for one in (told, *told.get("also", ())))


def _line(told: dict[str, Any]) -> str:
    field = ANSWERS.get(told["code"])
    option = {"acquired": "--acquired 2026-11-22"}.get(field or "", f"--{field}")
    return f"{told['detail']} Tùy chọn: {option}." if field else str(told["detail"])


class Command(BaseCommand):
    help = (
        "Nạp một cảnh ảnh: GeoTIFF, COG, JPEG 2000, VRT; một tệp nhiều kênh hoặc mỗi kênh một tệp; thư mục hoặc "
        "tệp nén Sentinel-2 Level-2A, Landsat Collection 2. Hoặc thành một cảnh đầy đủ, hoặc không có gì vào kho."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="tệp, thư mục hoặc tệp nén của một cảnh"
        )
        parser.add_argument(
            "--acquired", default="", help="ngày hoặc lúc chụp, ví dụ 2026-11-22, 22/11/2026 hoặc 2026-11-22T10:20"
        )
        parser.add_argument("--code", default="", help="mã cảnh; bỏ trống thì lấy theo tên tệp")
        parser.add_argument("--title", default="", help="tên cho người đọc")
        parser.add_argument("--collection", default="", help="bộ ảnh; bỏ trống thì theo sản phẩm")
        parser.add_argument(
            "--bands", default="", help="vai trò các kênh theo thứ tự: blue,green,red,nir,swir1,swir2,-"
        )
        parser.add_argument("--srid", default="", help="hệ tọa độ của tệp không ghi hệ, ví dụ 5899")
        parser.add_argument("--nodata", type=float, help="giá trị “không có dữ liệu” mà tệp không ghi")
        parser.add_argument("--publish", action="store_true", help="công khai ngay khi vào kho")
        parser.add_argument("--background", action="store_true", help="giao cho worker rồi kết thúc")
        parser.add_argument("--user", help="tên đăng nhập của người nạp; bỏ trống là hệ thống")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đọc và kiểm tra, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = {name: options[name] for name in _SAID}
        chosen["bands"] = [word.strip() for word in options["bands"].split(",") if word.strip()]
        chosen = {name: value for name, value in chosen.items() if value not in ("", None, False, [])}
        try:
            if options["dry_run"]:
                self._look(options["files"], chosen)
            else:
                self._load(options, chosen)
        except DomainError as error:
            code = _REFUSED if isinstance(error, Refusal) else 1
            raise CommandError(_words(describe_error(error)), returncode=code) from error

    def _look(self, files: list[Path], chosen: dict[str, Any]) -> None:
        plan = look(files, chosen, timezone.localtime())
        bands = ", ".join(band.role for band in plan.product.bands)
        self.stdout.write(f"{plan.product.code}: {plan.product.acquired_at:%d/%m/%Y}, {bands}, {plan.gsd_m:.2f} m")
        self.stdout.write("Chạy thử: chưa ghi gì.")

    def _load(self, options: dict[str, Any], chosen: dict[str, Any]) -> None:
        job = jobs.receive_files(
            actor=acting_user(options["user"]),
            title=", ".join(path.name for path in options["files"]),
            files=incoming.from_disk(options["files"]),
            options=chosen,
            here=not options["background"],
        )
        if options["background"]:
            self.stdout.write(f"Đã giao cho worker: lần nạp {job.pk}.")
            return
        steps = {step.value: str(step.label) for step in JobStep}
        line = ProgressLine(self.stderr, steps) if options["verbosity"] else None
        scene = make_scene(job, line)
        if scene is None:
            job.refresh_from_db()
            if job.error:
                raise CommandError(_words(job.error), returncode=_REFUSED)
            raise CommandError(f"Lần nạp {job.pk} đã được nơi khác làm tiếp.")
        self._tell(scene)

    def _tell(self, scene: Scene) -> None:
        cloud = "không rõ" if scene.cloud_percent is None else f"{scene.cloud_percent:.1f} %"
        bands = ", ".join(scene.bands.values_list("role", flat=True))
        told = f"Cảnh {scene.code}, chụp {scene.acquired_on:%d/%m/%Y}, {scene.gsd_m:.2f} m, mây {cloud}, kênh: {bands}."
        self.stdout.write(self.style.SUCCESS(told))
        self.stdout.write(f"{scene.get_publish_level_display()}; {scene.data_size / 1e6:.1f} MB; id {scene.pk}")
