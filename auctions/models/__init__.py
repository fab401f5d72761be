"""Tables of auctions."""

from auctions.models.attempt import Attempt, AttemptOutcome
from auctions.models.auction import Auction, Timetable
from auctions.models.documents import AuctionDocument, PaperKind
from auctions.models.event import LotEvent
from auctions.models.facts import LotFacts
from auctions.models.inquiry import Inquiry
from auctions.models.ledger import Ledger, LedgerEntry, LedgerSeal
from auctions.models.lot import Lot, LotPlot, LotVersion
from auctions.models.organisation import AuctionOrganisation, AuctionPlan
from auctions.models.readiness import AuctionBound, ReadinessItem
from auctions.models.result import (
    RESULT_AFTER,
    AuctionResult,
    Bid,
    LotPayment,
    ResultState,
    TaxNotice,
    Winner,
    WinnerPerson,
)
from auctions.models.tallies import INTERNAL_TALLIES, LotCell, LotTally
from auctions.models.watch import Criteria, Favourite, LotNews, Watch

__all__ = [
    "INTERNAL_TALLIES",
    "RESULT_AFTER",
    "Attempt",
    "AttemptOutcome",
    "Auction",
    "AuctionBound",
    "AuctionDocument",
    "AuctionOrganisation",
    "AuctionPlan",
    "AuctionResult",
    "Bid",
    "Criteria",
    "Favourite",
    "Inquiry",
    "Ledger",
    "LedgerEntry",
    "LedgerSeal",
    "Lot",
    "LotCell",
    "LotEvent",
    "LotFacts",
    "LotNews",
    "LotPayment",
    "LotPlot",
    "LotTally",
    "LotVersion",
    "PaperKind",
    "ReadinessItem",
    "ResultState",
    "TaxNotice",
    "Timetable",
    "Watch",
    "Winner",
    "WinnerPerson",
]
