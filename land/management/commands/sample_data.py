"""Fills an empty register with the sample."""

import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.demo import make_demo_accounts
from land.actions.sample import load_sample
from land.actions.sample_reference import load_sample_reference
from land.errors import BadChange
from land.models import Plot
from land.sample.generate import SEED, active, generate
from land.sample.papers import make_files
from land.sample.records import records_of
from land.sample_reference import sets
from territory.illustrative import commune_polygons, unit_polygons


class Command(BaseCommand):
    help = "Nạp 7.500 khu đất mẫu (11.104,0 ha) và tài khoản mẫu vào sổ trống."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="không làm gì khi sổ đã có khu đất")
        parser.add_argument("--today", type=date.fromisoformat, help="ngày làm mốc của hợp đồng thuê; mặc định hôm nay")
        parser.add_argument("--dry-run", action="store_true", help="chỉ sinh dữ liệu, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["if_empty"] and Plot.objects.exists():
            self.stdout.write("Sổ đã có khu đất.")
            return
        started = time.monotonic()
        facts = settings.BASE_DIR / "data" / "facts"
        self.stdout.write("Sinh dữ liệu mẫu ...")
        communes = commune_polygons(facts / "unit_points.csv")
        units = unit_polygons(communes, facts / "admin_units.csv", facts / "commune_succession.csv")
        plots = generate(units, communes)
        records = records_of(plots, options["today"] or timezone.localdate(), SEED)
        make_files(records, plots, SEED)
        self.stdout.write(
            f"{len(plots)} khu đất, {len(records.leases)} hợp đồng thuê, {len(records.files)} tệp "
            f"sau {time.monotonic() - started:.0f} giây"
        )
        if options["dry_run"]:
            return
        shown = active(plots)
        placed = sets.places(shown)
        layers = sets.sets(units, communes, shown, placed)
        accounts = settings.DATA_DIR / "demo-accounts.txt"
        try:
            # All or nothing: with --if-empty the next start would take a part for the whole.
            with transaction.atomic():
                count = load_sample(plots=plots, records=records)
                self.stdout.write(f"{count} khu đất mẫu sau {time.monotonic() - started:.0f} giây")
                rows = load_sample_reference(sets=layers, plots=plots, places=placed)
                people = make_demo_accounts(accounts)
        except BadChange as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"{people} tài khoản mẫu, mật khẩu trong {accounts}")
        told = f"{rows} đối tượng của các lớp tham chiếu mẫu sau {time.monotonic() - started:.0f} giây"
        self.stdout.write(self.style.SUCCESS(told))
