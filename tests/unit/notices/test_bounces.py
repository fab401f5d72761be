"""Letters that came back, as mail servers write them."""

from uuid import UUID

import pytest

from notices.bounces import read_bounce

OURS = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def report(action="failed", status="5.1.1", original="message/rfc822", message_id=f"<{OURS.hex}@example.vn>"):
    """A notification as Postfix writes it (RFC 3464, RFC 6522)."""
    return (
        "From: MAILER-DAEMON@mail.example\r\nTo: bounces@example.vn\r\nSubject: Undelivered Mail\r\n"
        "MIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; a@example.com\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: {original}\r\n\r\n"
        f"From: no-reply@example.vn\r\nMessage-ID: {message_id}\r\nSubject: x\r\n\r\nbody\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_read__a_letter_that_failed(original):
    found = read_bounce(report(original=original))
    assert (found.message_id, found.status) == (OURS, "5.1.1")


@pytest.mark.parametrize(
    "told",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"action": "failed", "status": "4.2.2"},
        {"action": "delayed", "status": "5.1.1"},
        {"message_id": "<somebody-else@example.com>"},
    ],
)
def test_read__others_are_left_alone(told):
    assert read_bounce(report(**told)) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Tra loi tu dong\r\n\r\nToi dang nghi.",
        b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n--b--",
        b"Content-Type: multipart/report\r\n\r\nno parts",
        report()[:500],
    ],
)
def test_read__what_is_none_is_none(raw):
    assert read_bounce(raw) is None
