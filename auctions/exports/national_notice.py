"""A session in the shape of the national portal's notice (docs/api/national-notice.md)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from auctions.models import Auction, AuctionDocument, Lot

PROPERTY_TYPE = "Quyền sử dụng đất"


def notice_of(auction: Auction, lots: Sequence[Lot], documents: Sequence[AuctionDocument], address: str) -> Any:
    """The notice as the portal's readers have it: moments in milliseconds since 1970, amounts in đồng.

    Args:
        lots, documents: as the reader may see them.
        address: absolute address of this description.
    """
    organisation: Any = auction.organisation
    one = lots[0] if len(lots) == 1 else None
    return {
        "noticeCode": auction.notice_code,
        "noticeUrl": auction.notice_url,
        "sourceUrl": address,
        "titleName": auction.title,
        "propertyName": "; ".join(f"{lot.name} ({lot.code})" for lot in lots),
        "subPropertyName": one.name if one is not None else "",
        "propertyTypeName": PROPERTY_TYPE,
        "org_name": organisation.agency.name if organisation is not None else "",
        "fullname": auction.owner.name,
        "aucRegTimeStart": milliseconds(auction.files_from),
        "aucRegTimeEnd": milliseconds(auction.files_until),
        "aucTime": milliseconds(auction.session_at),
        "publishTime1": milliseconds(auction.posted_at),
        "publishTime2": None,
        "startPrice": one.start_price_amount if one is not None else None,
        "deposit": one.deposit_amount if one is not None else None,
        "depositPercent": float(one.deposit_percent) if one is not None and one.deposit_percent is not None else None,
        "listProperty": [
            {
                "code": lot.code,
                "propertyName": lot.name,
                "startPrice": lot.start_price_amount,
                "deposit": lot.deposit_amount,
                "depositPercent": None if lot.deposit_percent is None else float(lot.deposit_percent),
            }
            for lot in lots
        ],
        "listFile": [{"fileName": item.title, "sha256": item.sha256} for item in documents],
    }


def milliseconds(moment: datetime | None) -> int | None:
    """Since 1970, None for none."""
    return None if moment is None else round(moment.timestamp() * 1000)
