"""Letters as mail servers want them."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import utf8_charset_qp

from notices.composing import letter_of, message_id
from notices.links import stop_link
from notices.models import Message


def mail_of(message: Message, connection: Any = None) -> EmailMultiAlternatives:
    """Multipart letter, plain text and HTML, with one-click stop (RFC 8058); nothing in it tells who read it.

    Raises:
        As `notices.composing.letter_of`.
    """
    letter = letter_of(message)
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        # The envelope's sender, to which failures come back; readers see From.
        from_email=settings.NOTICES_BOUNCES_TO or settings.NOTICES_FROM,
        to=[message.contact.address],
        connection=connection,
        headers={
            "From": settings.NOTICES_FROM,
            "Message-ID": message_id(message),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answers from machines
            "Content-Language": message.language,
            "List-Unsubscribe": f"<{stop_link(message.contact)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.encoding = utf8_charset_qp  # seven bits: Django would send eight without asking the server
    mail.attach_alternative(letter.html, "text/html")
    return mail
