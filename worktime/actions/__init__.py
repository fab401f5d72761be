"""Every write to calendars, rules and terms."""

from worktime.actions.changes import share_calendar
from worktime.actions.facts import load_calendar_facts, load_hours_facts, load_rule_facts
from worktime.actions.hours import set_office_hours
from worktime.actions.notices import issue_notice
from worktime.actions.terms import meet_term, move_anchor, pause_term, resume_term, start_term, void_term

__all__ = [
    "issue_notice",
    "load_calendar_facts",
    "load_hours_facts",
    "load_rule_facts",
    "meet_term",
    "move_anchor",
    "pause_term",
    "resume_term",
    "set_office_hours",
    "share_calendar",
    "start_term",
    "void_term",
]
