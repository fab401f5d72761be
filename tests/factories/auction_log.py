"""The public log of lots as the files that anybody downloads, and the stand-alone verifier that reads them."""

import importlib.util
import io
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType

from django.conf import settings

from auctions import log_files
from auctions.actions import deciding, papers, results, seals
from auctions.actions.drafts import PaperDraft
from auctions.ledger import canonical
from auctions.models import Lot, PaperKind
from auctions.workflow import BidderKind, LotState
from land.workflow import PublishLevel
from tests.factories import auctions, land

VERIFIER = Path(settings.BASE_DIR) / "docs" / "verify" / "verify_auction_log.py"


@dataclass
class LogFiles:
    """Paths of one download."""

    chains: list[Path]
    seals: Path
    keys: Path

    def arguments(self) -> list[str]:
        """What the verifier is called with."""
        return [*map(str, self.chains), "--seals", str(self.seals), "--keys", str(self.keys), "--lang", "en"]


def download(folder: Path) -> LogFiles:
    """All chains, seals and keys as they are now."""
    paths = []
    for chain in log_files.chains():
        paths.append(folder / f"{chain.code}.jsonl")
        paths[-1].write_bytes(b"".join(log_files.entry_lines(chain)))
    (folder / "seals.json").write_bytes(b"".join(log_files.seal_pieces()))
    (folder / "keys.json").write_text(f"{canonical({'keys': log_files.keys()})}\n", encoding="utf-8")
    return LogFiles(paths, folder / "seals.json", folder / "keys.json")


def run(files: LogFiles, *more: str) -> subprocess.CompletedProcess[str]:
    """The verifier as anybody runs it: alone, from nowhere near the project."""
    command = [sys.executable, "-I", str(VERIFIER), *files.arguments(), *more]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


def module() -> ModuleType:
    """The verifier inside this process, for thousands of runs."""
    spec = importlib.util.spec_from_file_location("verify_auction_log", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def eventful() -> None:
    """One lot that was sold to the end, one whose winner refused, one that failed and is tried again; then sealed."""
    who = auctions.people()
    _papers(who, brought_to(LotState.CERTIFIED, who))
    _refused(who)
    failed = auctions.conclude(who, brought_to(LotState.IN_SESSION, who), auctions.failed_minutes())
    later = auctions.SESSION + timedelta(days=2)
    again = deciding.try_again(actor=who.fund, lot=failed, reason="Có người quan tâm", now=later)
    price = {"amount": auctions.PRICE, "decision": auctions.decision("11/QĐ", later.date())}
    deciding.set_start_price(actor=who.manager, lot=again, now=later, **price)
    seals.seal_missing(actor=None, now=auctions.SESSION + timedelta(days=1))
    seals.seal_missing(actor=None, now=later + timedelta(days=1))


def brought_to(state: LotState, who: auctions.People) -> Lot:
    """A lot that is no sample: a sample alone may go back in time, so the verifier overlooks that in one."""
    return auctions.brought_to(state, who, plot=land.plot(managing_agency=who.owner, sample=False))


def _papers(who: auctions.People, lot: Lot) -> None:
    """A public document, and that it was taken back."""
    at, draft = auctions.SESSION + timedelta(days=21), PaperDraft(PaperKind.OTHER, "Biên bản bàn giao", "6/BB")
    public = {"level": PublishLevel.PUBLIC, "now": at}
    made = papers.attach_paper(actor=who.fund, lot=lot, draft=draft, content=io.BytesIO(b"%PDF-1.7\n%%EOF\n"), **public)
    papers.withdraw_paper(actor=who.fund, document=made, reason="Bản chưa ký", now=at + timedelta(minutes=5))


def _refused(who: auctions.People) -> None:
    lot = brought_to(LotState.SOLD_PROVISIONAL, who)
    party = results.Party(BidderKind.ORGANISATION, "Công ty Mẫu")
    results.award_next(
        actor=who.auctioneer,
        lot=lot,
        refused=[2],
        party=party,
        reason="Người trúng không ký biên bản",
        now=auctions.SESSION + timedelta(hours=5),
    )
