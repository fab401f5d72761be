"""Makes the yearly composites of a series that are missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.acting import acting_user
from gis.commands import ProgressLine
from gis.http.problems import DomainError
from imagery.actions import composites
from imagery.composites.wanted import LEAST, years_of
from imagery.models import Collection, SceneJob
from imagery.tasks import make_scene
from imagery.workflow import JobStep


class Command(BaseCommand):
    help = (
        "Ghép ảnh không mây của từng năm từ các cảnh của một bộ ảnh. Năm nào các cảnh không đổi thì không làm gì; có "
        "cảnh mới thì ghép lại và rút ảnh ghép cũ."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("collection", metavar="COLLECTION", help="mã bộ ảnh, ví dụ sentinel-2-l2a")
        parser.add_argument("years", nargs="*", type=int, metavar="YEAR", help="bỏ trống thì mọi năm đủ cảnh")
        parser.add_argument("--background", action="store_true", help="giao cho worker rồi kết thúc")
        parser.add_argument("--user", help="tên đăng nhập của người làm; bỏ trống là hệ thống")
        parser.add_argument("--dry-run", action="store_true", help="chỉ nói sẽ làm gì")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            collection = composites.series_of(options["collection"])
            self._tell(collection, options["years"] or years_of(collection))
            if not options["dry_run"]:
                self._make(collection, options)
        except DomainError as error:
            raise CommandError(error.detail) from error

    def _tell(self, collection: Collection, years: list[int]) -> None:
        wishes = composites.missing(collection, years)
        for wanted in wishes:
            state = "đang được ghép" if composites.is_under_way(wanted) else "cần ghép"
            self.stdout.write(f"{wanted.year}: {state}, {len(wanted.scenes)} cảnh, kênh {', '.join(wanted.roles)}")
        if not wishes:
            self.stdout.write(f"Không có năm nào cần ghép (mỗi năm cần ít nhất {LEAST} cảnh cùng khu vực).")

    def _make(self, collection: Collection, options: dict[str, Any]) -> None:
        orders = composites.order_composites(
            actor=acting_user(options["user"]),
            collection=collection,
            years=options["years"],
            here=not options["background"],
        )
        if options["background"]:
            self.stdout.write(f"Đã giao cho worker: {len(orders)} ảnh ghép.")
            return
        steps = {step.value: str(step.label) for step in JobStep}
        line = ProgressLine(self.stderr, steps) if options["verbosity"] else None
        failed = [job for job in orders if not self._is_made(job, line)]
        if failed:
            raise CommandError(f"{len(failed)} ảnh ghép chưa xong; xem trang nạp ảnh.")

    def _is_made(self, job: SceneJob, line: ProgressLine | None) -> bool:
        scene = make_scene(job, line)
        if scene is None:
            job.refresh_from_db()
            self.stderr.write((job.error or {}).get("detail") or f"{job.pk}: nơi khác làm tiếp.")
            return False
        told = f"{scene.code}: {scene.get_publish_level_display()}, {scene.data_size / 1e6:.1f} MB, id {scene.pk}"
        self.stdout.write(self.style.SUCCESS(told))
        return True
