"""Who is due to be erased: decided from what is known of a person, how long the municipality keeps, and a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Rule(StrEnum):
    """Why somebody is erased."""

    NEVER_CONTACTED = "never_contacted"  # found, and nobody ever got round to it
    NO_ANSWER = "no_answer"  # tried, and never reached
    DECLINED = "declined"
    ENDED = "ended"  # contacted, and lost for what is neither: dead, moved, outside the target group, nothing to offer
    ON_REQUEST = "on_request"  # GDPR art. 17, or data protection's own decision


BY_TIME = (Rule.NEVER_CONTACTED, Rule.NO_ANSWER, Rule.DECLINED, Rule.ENDED)


class Keeps(StrEnum):
    """Why somebody is not erased, however long it is ago."""

    YES = "yes"  # a consent was given, also one that was taken back
    CAME = "came"  # in a group or a pair, or came to something
    MEASURED = "measured"
    WORRY = "worry"  # a worry, a tip or a call for a professional is open
    OPEN = "open"  # something is agreed, planned or on its way to the person


@dataclass(frozen=True)
class Terms:
    """Days to keep, by rule, and how many days data protection can change its mind."""

    never_contacted: int
    no_answer: int
    declined: int
    ended: int
    grace: int

    def days(self, rule: Rule) -> int:
        """How long a rule keeps. Raises KeyError for what is not by time."""
        return {
            Rule.NEVER_CONTACTED: self.never_contacted,
            Rule.NO_ANSWER: self.no_answer,
            Rule.DECLINED: self.declined,
            Rule.ENDED: self.ended,
        }[rule]


# No law gives a number (facts.md § 4): half a year is two rounds of visits, a year is one more autumn and spring. They
# stand until the municipality decides its own.
DEFAULTS = Terms(never_contacted=180, no_answer=365, declined=365, ended=365, grace=14)
DEFAULTS_FROM = date(2026, 11, 22)
LEAST, MOST = 30, 3650  # days of a term: a slip of the finger must not empty the house
LONGEST_GRACE = 90


def wrong_terms(terms: Terms) -> str:
    """The name of the first term outside its limits; empty when all are within."""
    for rule in BY_TIME:
        if not LEAST <= terms.days(rule) <= MOST:
            return rule.value
    return "" if 1 <= terms.grace <= LONGEST_GRACE else "grace"


@dataclass(frozen=True)
class Standing:
    """What is known of a person. found_on: the latest time. refused_on: the latest no, when no effort is left that may
    ask. unreached_on: the same for silence. ended_on: the same for any other reason. contacted: somebody has tried or
    met the person."""

    found_on: date
    contacted: bool = False
    refused_on: date | None = None
    unreached_on: date | None = None
    ended_on: date | None = None
    ask_again_on: date | None = None
    keeps: frozenset[Keeps] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Due:
    """rule: why. since: the day it is counted from. on: the day it was due."""

    rule: Rule
    since: date
    on: date


def due(standing: Standing, terms: Terms, *, today: date) -> Due | None:
    """Whether somebody is due on a day, and by which rule; None for all who are kept.

    A no outweighs silence, and silence that nobody was tried: the one known most about is counted by what is known.
    Somebody met who is still to be asked stays.
    """
    if standing.keeps or (standing.ask_again_on and standing.ask_again_on > today):
        return None
    found = _rule(standing)
    if found is None:
        return None
    rule, since = found
    on = since + timedelta(days=terms.days(rule))
    return Due(rule, since, on) if on <= today else None


def _rule(standing: Standing) -> tuple[Rule, date] | None:
    if standing.refused_on:
        return Rule.DECLINED, max(standing.refused_on, standing.found_on)
    if standing.unreached_on:
        return Rule.NO_ANSWER, max(standing.unreached_on, standing.found_on)
    if not standing.contacted:
        return Rule.NEVER_CONTACTED, standing.found_on
    return (Rule.ENDED, max(standing.ended_on, standing.found_on)) if standing.ended_on else None


# A no to something before a yes to anything. Not among them: what is about the municipality or about life itself
# (outside the target group, moved, dead), for which a person is erased as one it ended for.
NOS = frozenset(
    {
        "declined", "no_visit", "not_lonely", "no_need", "no_energy", "transport_time", "ashamed_of_home", "price",
        "no_label", "health", "wrong_time", "never_again", "other",
    }
)  # fmt: skip
SILENCE = frozenset({"no_answer"})


def erase_from(*, approved_on: date, grace: int) -> date:
    """The first day on which what was approved is done."""
    return approved_on + timedelta(days=grace)
