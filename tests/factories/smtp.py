"""A mail server that can be told to misbehave."""

import asyncio
import socket
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class MailServer:
    """Takes letters, or does not.

    Attributes:
        refusals: address -> answer to RCPT.
        data_answer: answer to the whole letter; "hang" is silent after it, "drop" breaks the connection.
        letters: what was taken or seen whole, also where the answer never came.
        silent_for: addresses to which RCPT is not answered.
    """

    def __init__(self):
        self.refusals, self.data_answer, self.letters, self.silent_for = {}, "250 OK", [], set()
        self.sender_answer = "250 OK"
        self.recipients, self.connections = [], 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.silent_for:
            await asyncio.sleep(30)
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        self.recipients.extend(envelope.rcpt_tos)
        if self.data_answer == "hang":
            await asyncio.sleep(30)
        if self.data_answer == "drop":
            server.transport.abort()
        return self.data_answer

    def mail(self, place=-1) -> EmailMessage:
        """A letter, parsed."""
        return message_from_bytes(self.letters[place].content, policy=policy.default)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(settings):
    """A mail server on this machine, and the settings that name it."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        yield server
    finally:
        controller.stop()
