"""Addresses, messages, attempts, and how each channel fares."""

from notices.models.contact import Contact
from notices.models.line import Line, ZaloToken
from notices.models.message import Attempt, Message

__all__ = ["Attempt", "Contact", "Line", "Message", "ZaloToken"]
