"""Every write of this app: one function per verb."""

from notices.actions.arriving import note_bounce, note_delivery
from notices.actions.contacts import ask, confirm, end_subscription, stop, stop_contact
from notices.actions.forgetting import forget
from notices.actions.queueing import Draft, enqueue, enqueue_many
from notices.actions.retrying import retry
from notices.actions.sending import Round, send_due

__all__ = [
    "Draft",
    "Round",
    "ask",
    "confirm",
    "end_subscription",
    "enqueue",
    "enqueue_many",
    "forget",
    "note_bounce",
    "note_delivery",
    "retry",
    "send_due",
    "stop",
    "stop_contact",
]
