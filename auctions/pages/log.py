"""The public log: a page for people, files for whoever verifies."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from auctions import log_files
from auctions.ledger import canonical
from gis.http.negotiation import cacheable, not_modified
from gis.http.problems import NotFound
from gis.http.streaming import stream
from gis.query.doors import public_door, weak_tag
from gis.query.params import Params

VERIFIER = Path(settings.BASE_DIR) / "docs" / "verify" / "verify_auction_log.py"
LINES = "application/jsonl; charset=utf-8"
_PAGE, _SEALS = 50, 14


@public_door
def show(request: HttpRequest) -> HttpResponse:
    """The chains, the last seals and how to verify."""
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown({"before"})
    found = log_files.chains(params.one("before"), _PAGE + 1)
    context = {
        "chains": found[:_PAGE],
        "next": found[_PAGE - 1].code if len(found) > _PAGE else "",
        "seals": log_files.last_seals(_SEALS),
        "keys": log_files.keys(),
    }
    return render(request, "auctions/log.html", context)


@public_door
def entries(request: HttpRequest, code: str) -> HttpResponseBase:
    """One chain as JSON lines.

    Raises:
        NotFound: there is no such chain.
    """
    chain = log_files.chain(code)
    if chain is None:
        raise NotFound(_("Không có nhật ký %(code)s.") % {"code": code[:40]})
    tag = weak_tag("chain", chain.code, chain.last_number, chain.last_hash)
    return _file(request, tag, lambda: log_files.entry_lines(chain), LINES)


@public_door
def chains(request: HttpRequest) -> HttpResponseBase:
    """All chains with their last hashes as JSON lines."""
    lines = b"".join(log_files.chain_lines())
    return _file(request, weak_tag("chains", lines), lambda: iter([lines]), LINES)


@public_door
def seals(request: HttpRequest) -> HttpResponseBase:
    """All seals."""
    return _file(request, weak_tag("seals", *log_files.seals_tag()), log_files.seal_pieces, "application/json")


@public_door
def keys(request: HttpRequest) -> HttpResponseBase:
    """The public keys, old ones too."""
    body = f"{canonical({'keys': log_files.keys()})}\n".encode()
    return _file(request, weak_tag("keys", body), lambda: iter([body]), "application/json")


@public_door
def verifier(_request: HttpRequest) -> FileResponse:
    """The stand-alone verifier, to be read before it is run."""
    return FileResponse(VERIFIER.open("rb"), content_type="text/x-python; charset=utf-8", as_attachment=True)


def _file(request: HttpRequest, tag: str, pieces: Callable[[], Iterator[bytes]], content_type: str) -> HttpResponseBase:
    """A file that everybody gets alike, asked for again by its tag."""
    response: Any = HttpResponse(status=304) if not_modified(request, tag) else stream(request, pieces(), content_type)
    response["ETag"] = tag
    cacheable(response, None)
    return response
