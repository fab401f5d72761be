"""A small server that behaves as ZNS does, on this machine only: for tests, and for trials without an account.

Numbers make it misbehave: 84900000NNN answers error -NNN for NNN from 100 to 199, HTTP NNN from 400 to 599, a redirect
for 302; 84900000000 breaks the connection, 84900000999 is silent. Every other number gets its message, and, where a
webhook is named, an event that it arrived. Addresses, headers and fields as in DOMAIN 7.
"""

import json
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib import request
from urllib.error import URLError
from urllib.parse import parse_qs

from notices.zalo_events import signature

log = logging.getLogger(__name__)
_ODD = "84900000"
_TOKEN_INVALID, _REFRESH_INVALID = -124, -14014


@dataclass
class Account:
    """What the twin knows of its one customer."""

    app_id: str = "1234567890"
    app_secret: str = "twin-app-secret"  # noqa: S105 - the twin's own
    oa_secret: str = "twin-oa-secret"  # noqa: S105 - as above
    refresh: str = "twin-refresh-1"
    access: str = ""
    refreshed: int = 0
    templates: set[str] = field(default_factory=set)


class ZnsTwin:
    """The server; a context manager that serves from its own thread.

    Attributes:
        received: bodies of messages that were taken, in order.
        asked: how many messages were asked for.
        hang_s: how long the silent number is silent.
    """

    def __init__(self, *, port: int = 0, webhook: str = "", delay_s: float = 0, account: Account | None = None) -> None:
        self.account, self.webhook, self.delay_s = account or Account(), webhook, delay_s
        self.received: list[dict[str, Any]] = []
        self.asked = 0
        self.hang_s = 30.0
        self.leaving = Event()
        self.lock = Lock()
        handler = type("Handler", (_Handler,), {"twin": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Its address, for ZNS_URL and ZNS_OAUTH_URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "ZnsTwin":
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.leaving.set()
        self._server.shutdown()
        self._server.server_close()

    def refresh(self, fields: Mapping[str, list[str]], secret: str) -> dict[str, Any]:
        """New tokens for a refresh token, which is good once."""
        with self.lock:
            own = self.account
            if secret != own.app_secret or fields.get("refresh_token") != [own.refresh]:
                return {"error": _REFRESH_INVALID, "error_name": "Invalid refresh token"}
            own.refreshed += 1
            own.access, own.refresh = secrets.token_hex(16), secrets.token_hex(16)
            return {"access_token": own.access, "refresh_token": own.refresh, "expires_in": "90000"}

    def message(self, body: dict[str, Any], token: str) -> dict[str, Any]:
        """The answer to a message."""
        phone = str(body.get("phone", ""))
        with self.lock:
            self.asked += 1
            if not token or token != self.account.access:
                return {"error": _TOKEN_INVALID, "message": "Access token invalid"}
            if self.account.templates and str(body.get("template_id")) not in self.account.templates:
                return {"error": -109, "message": "Template id invalid"}
            odd = int(phone.removeprefix(_ODD)) if phone.startswith(_ODD) else 0
            if 100 <= odd < 200:
                return {"error": -odd, "message": f"Refused {phone}"}
            self.received.append(body)
            msg_id = secrets.token_hex(8)
        if self.webhook:
            Thread(target=self._tell, args=(msg_id, str(body.get("tracking_id", ""))), daemon=True).start()
        return {"error": 0, "message": "Success", "data": {"msg_id": msg_id, "sent_time": str(int(time.time() * 1000))}}

    def _tell(self, msg_id: str, tracking_id: str) -> None:
        self.leaving.wait(self.delay_s)
        body, headers = self.event(msg_id, tracking_id)
        try:
            asked = request.Request(self.webhook, body, headers)  # noqa: S310 - the caller's own address
            with request.build_opener(request.ProxyHandler({})).open(asked, timeout=10):
                pass
        except (URLError, OSError) as error:
            log.warning("the webhook was not reached: %s", type(error).__name__)

    def event(self, msg_id: str, tracking_id: str) -> tuple[bytes, dict[str, str]]:
        """Body and headers of the event that a message arrived."""
        now = str(int(time.time() * 1000))
        told = {"delivery_time": now, "msg_id": msg_id, "tracking_id": tracking_id}
        named = {"event_name": "user_received_message", "app_id": self.account.app_id}
        event = {**named, "timestamp": now, "message": told}
        body = json.dumps(event).encode()
        signed = signature(body, now, self.account.app_id, self.account.oa_secret)
        return body, {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={signed}"}


class _Handler(BaseHTTPRequestHandler):
    twin: ZnsTwin

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/v4/oa/access_token":
            self._answer(self.twin.refresh(parse_qs(raw.decode()), self.headers.get("secret_key", "")))
        elif self.path == "/message/template":
            self._message(json.loads(raw))
        else:
            self.send_error(404)

    def _message(self, body: dict[str, Any]) -> None:
        odd = str(body.get("phone", "")).removeprefix(_ODD)
        if odd == "000":
            self.connection.close()
        elif odd == "999":
            self.twin.leaving.wait(self.twin.hang_s)
        elif odd == "302":
            self.send_response(302)
            self.send_header("Location", f"{self.twin.url}/elsewhere")
            self.end_headers()
        elif odd.isdigit() and 400 <= int(odd) < 600:
            self.send_error(int(odd))
        else:
            self._answer(self.twin.message(body, self.headers.get("access_token", "")))

    def _answer(self, found: Mapping[str, Any]) -> None:
        raw = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what is asked holds phone numbers."""
