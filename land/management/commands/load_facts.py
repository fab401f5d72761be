"""Loads the project's own facts: units, land-use codes, tolerances, the working calendar."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from gis.commands import undone
from gis.db import facts
from land.facts import load_land_uses, load_tolerances
from land.lease_facts import load_lease_terms
from territory.actions import load_unit_facts, load_unit_polygons
from territory.illustrative import commune_polygons, unit_polygons
from territory.loading.facts import read_units
from territory.models import AdminUnit


class Command(BaseCommand):
    help = "Nạp đơn vị hành chính, loại đất, sai số, lịch làm việc và thời hạn từ data/facts; chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ nạp gì, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        with undone(options["dry_run"]):
            self._load()
        if options["dry_run"]:
            self.stdout.write("Chạy thử: chưa ghi gì.")

    def _load(self) -> None:
        folder = settings.BASE_DIR / "data" / "facts"
        units = load_unit_facts(actor=None, units=read_units(folder / "admin_units.csv"))
        self.stdout.write(f"{units} đơn vị hành chính")
        self.stdout.write(f"{load_land_uses(folder / 'land_use_codes.csv')} loại đất")
        load_tolerances()
        load_lease_terms()
        call_command("load_calendar", stdout=self.stdout)
        if not AdminUnit.objects.filter(geom__isnull=False).exists():
            communes = commune_polygons(folder / "unit_points.csv")
            polygons = unit_polygons(communes, folder / "admin_units.csv", folder / "commune_succession.csv")
            source = "Dựng từ data/facts/unit_points.csv, chỉ để minh họa"
            load_unit_polygons(actor=None, polygons=polygons, source=source, illustrative=True)
            self.stdout.write(f"{len(polygons)} ranh giới minh họa")
        for load in facts.loaders():
            self.stdout.write(load(folder))
