"""Bounds of auction terms from data/facts; what an official entered since is never overwritten."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange

from auctions.models import AuctionBound


def load_facts(folder: Path) -> str:
    """Enter the bounds that are not there yet, by code, kind of sale and first day."""
    made = 0
    with (folder / "auction_bounds.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            since = date.fromisoformat(row["valid_from"])
            known = AuctionBound.objects.filter(
                code=row["code"], sale_by=row["sale_by"], period__startswith=since
            ).exists()
            if not known:
                AuctionBound.objects.create(
                    code=row["code"],
                    sale_by=row["sale_by"],
                    least=_number(row["least"]),
                    most=_number(row["most"]),
                    unit=row["unit"],
                    period=DateRange(since, date.fromisoformat(row["valid_to"]) if row["valid_to"] else None),
                    source=row["source"],
                    mark=row["mark"],
                )
                made += 1
    return f"{made} khung điều khoản đấu giá"


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
