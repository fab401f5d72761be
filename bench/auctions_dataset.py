"""50,000 lots in every state, 5,000 sessions, what was done with them and 10,000 saved searches, made by SQL."""

import time
from pathlib import Path

from bench.registers import Register
from bench.report import Report

LOTS = 50_000
INVESTOR, OFFICER = "benchinvestor", "benchofficer"  # keys of their sessions
SCRIPTS = [Path(__file__).with_name(f"{name}.sql") for name in ("auctions_lots", "auctions_acts", "auctions_watches")]
_TABLES = (
    "auctions_lot", "auctions_lotversion", "auctions_lotevent", "auctions_auction", "auctions_attempt",
    "auctions_auctionresult", "auctions_bid", "auctions_lotplot", "auctions_readinessitem", "auctions_auctiondocument",
    "auctions_lotnews", "auctions_ledgerentry", "auctions_watch", "notices_contact",
    "auctions_lottally", "auctions_lotcell",
)  # fmt: skip
# Passwords are none: they are signed in by the sessions alone.
_PEOPLE = f"""
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accounts.models import Agency, RoleAssignment, User
for name in ("bench-auctioneer-1", "bench-auctioneer-2", "{INVESTOR}", "{OFFICER}"):
    User.objects.get_or_create(username=name)
officer = RoleAssignment.objects.get_or_create(user=User.objects.get(username="{OFFICER}"), role="land_fund_officer")[0]
officer.agencies.add(Agency.objects.get(code="ttptqd"))
for name in ("{INVESTOR}", "{OFFICER}"):
    user, session = User.objects.get(username=name), import_module(settings.SESSION_ENGINE).SessionStore(name)
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session.save()
"""


def prepare(register: Register, report: Report) -> None:
    """Fill a register that has its plots; one that is filled stays as it is."""
    register.manage("shell", "--verbosity", "0", "--command", _PEOPLE)
    ((ready, there),) = register.query(
        "SELECT to_regclass('bench_has_auctions') IS NOT NULL, EXISTS (SELECT FROM auctions_lot)"
    )
    if ready:
        return
    began = time.perf_counter()
    if not there:
        register.run(*SCRIPTS)
    register.query("SELECT auctions_fold_tallies_v1()")  # as the worker does every five minutes
    # Lots that were given their results moved behind the others; in life they do so one by one.
    register.query("CLUSTER auctions_lot USING auctions_lot_number_key")
    for table in _TABLES:
        register.query(f"VACUUM (ANALYZE) {table}")
    register.query("ANALYZE")
    register.query("CREATE TABLE bench_has_auctions ()")
    counts = [f"{count:,} {table.partition('_')[2]}" for table in _TABLES for ((count,),) in [_count(register, table)]]
    report.say(f"auctions made in {time.perf_counter() - began:.0f} s: {', '.join(counts)}")


def _count(register: Register, table: str) -> list[tuple[int]]:
    return [(int(count),) for (count,) in register.query(f"SELECT count(*) FROM {table}")]
