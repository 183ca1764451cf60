"""Found: a register extract, a tip, or a person somebody met."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.cpr import parse as parse_cpr
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.foundation.kernel.secrecy import blind_many
from brobygger.foundation.kernel.several import learn_sizes
from brobygger.journeys import follow
from brobygger.journeys.facts import Answers, counting_in, facts_of
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.detection import queries as found
from brobygger.pathway.detection import register_changes, register_rules
from brobygger.pathway.detection.models import RegisterExtract, Tip
from brobygger.pathway.detection.register_changes import Comparison
from brobygger.pathway.detection.register_rules import Extract
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.episodes.operations import Opened
from brobygger.pathway.episodes.rules import Eligibility, criteria_on, eligible
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.outreach import queries as outreach
from brobygger.pathway.outreach.age_rules import is_due
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.policy import RIGHTS, Action
from brobygger.registry.access.roles import Role
from brobygger.registry.away.queries import away_on
from brobygger.registry.instruments.rules import help_needed
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person
from brobygger.registry.people.queries import may_be_contacted

Progress = Callable[[str, int, int], None]  # read, compare or store; so many done; of so many. Raises to stop.


def _unseen(step: str, done: int, of: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Preview:
    """What an extract would change. Nothing is stored but the encrypted file."""

    extract: Extract
    comparison: Comparison
    eligible: pl.DataFrame  # who would be offered a visit

    @property
    def previous_total(self) -> int:
        return self.comparison.previous_total or 0

    @property
    def mass_removal(self) -> bool:
        """More than a third of those in the previous extract are gone: somebody should look before it is stored."""
        return self.previous_total > 20 and self.comparison.gone * 3 > self.previous_total


def preview_extract(
    *, programme: Programme, content: bytes, by: Actor, at: datetime, progress: Progress = _unseen
) -> Preview:
    """Read an extract and say what it would change. Writes nothing but what lies beside until the transaction ends."""
    today = local_date(at)
    extract = register_rules.read(
        content, today=today, allow_test=settings.DEMO, progress=lambda done, of: progress("read", done, of)
    )
    progress("compare", 0, extract.people.height)
    ages = outreach.ages_on(by, programme, on=today)
    this_year = None if ages.everybody else date(today.year, 1, 1)
    beside = found.beside_the_extract(by, programme, _keys(extract, by), offered_since=this_year)
    comparison = register_changes.compare(
        extract.people, beside.known, gone=beside.gone, previous_total=beside.previous_total
    )
    criteria = criteria_on(recipe_of(programme), today)
    chosen = register_changes.choose(
        extract.people.join(comparison.already_offered, on="line", how="anti", maintain_order="left"),
        today=today,
        suits=lambda born, facts: (
            is_due(ages, born=born, lives_alone=facts["lives_alone"], year=today.year) and eligible(criteria, facts).ok
        ),
    )
    return Preview(extract, comparison, chosen)


def _keys(extract: Extract, by: Actor) -> pl.DataFrame:
    """Line and blind number of everybody in the file; those held back have no line."""
    numbers = pl.concat([extract.people["cpr"], pl.Series("cpr", sorted(extract.held_back), pl.String)])
    blinds = blind_many(numbers, municipality_id=by.municipality_id)
    lines = extract.people["line"].extend_constant(None, len(extract.held_back))
    return pl.DataFrame({"line": lines, "cpr_blind": pl.Series(blinds, dtype=pl.String)})


def stage_extract(
    *, programme: Programme, file_name: str, content: bytes, preview: Preview, by: Actor, at: datetime
) -> RegisterExtract:
    """Keep the file until somebody has looked at the preview. Raises Refusal when nothing in it can be used."""
    if not preview.extract.people.height:
        raise Refusal(_("Filen har ingen linjer, der kan bruges. Intet er gemt."))
    return detection.stage_extract(
        programme=programme,
        file_name=file_name,
        content=content,
        rows_total=preview.extract.lines_read,
        by=by,
        at=at,
    )


@transaction.atomic
def commit_extract(
    *,
    extract: RegisterExtract,
    by: Actor,
    at: datetime,
    accept_mass_removal: bool = False,
    progress: Progress = _unseen,
) -> list[Opened]:
    """Store an extract in one transaction: new persons, changed addresses, and an episode for everybody eligible.

    Raises Refusal when many are gone and nobody has accepted that, and Taken when it is stored already.
    """
    programme, content = extract.programme, detection.content_of(extract)
    preview = preview_extract(programme=programme, content=content, by=by, at=at, progress=progress)
    if preview.mass_removal and not accept_mass_removal:
        raise Refusal(_("Mange fra det forrige udtræk mangler i dette. Se listen, og bekræft, at det er rigtigt."))
    changes = preview.comparison
    of, rows_new = changes.new.height, 0
    for done in range(0, of, STORED_AT_A_TIME):
        progress("store", done, of)
        some = changes.new.slice(done, STORED_AT_A_TIME)
        rows_new += people.add_many(people=_with_blind(some, by), found_by="register", by=by, at=at)
    progress("store", of, of)
    if changes.moved.height:
        homes = _with_blind(changes.moved, by).select("cpr_blind", "address", "postcode", "city")
        people.move_many(homes=homes, by=by, at=at)
    opened = episodes.open_found(
        person_ids=found.to_be_offered(by, preview.eligible["line"]),
        programme=programme,
        found_by="register",
        by=by,
        at=at,
    )
    gone = None if changes.previous_total is None else changes.gone
    still = None if changes.previous_total is None else changes.previous_total - changes.gone
    detection.close_extract(extract=extract, rows_new=rows_new, gone=gone, still=still, by=by, at=at)
    if max(rows_new, changes.moved.height, len(opened)) >= MANY:
        learn_sizes(Person, Episode, MoveRow)
    return opened


MANY = 1_000  # rows; with fewer, wrong figures cost less than counting
STORED_AT_A_TIME = 20_000  # a second or two: so often somebody who watches is told, and can stop it


def _with_blind(some: pl.DataFrame, by: Actor) -> pl.DataFrame:
    return some.with_columns(cpr_blind=pl.Series(blind_many(some["cpr"], municipality_id=by.municipality_id)))


def _is_gone(person: Person) -> bool:
    return not may_be_contacted(person)


def eligibility(*, person: Person, programme: Programme, on: date, answers: Answers) -> Eligibility:
    """Whether a person is in a programme's target group on a day, and why. answers: facts.answers_of the person."""
    recipe = recipe_of(programme)
    return eligible(criteria_on(recipe, on), facts_of(person, on=on, answered=counting_in(recipe, answers)))


@transaction.atomic
def begin(*, person: Person, programme: Programme, found_by: str, by: Actor, at: datetime) -> Episode:
    """Take a person into a programme. Raises Refusal for somebody who is dead, gone, or wants to be left alone."""
    if _is_gone(person):
        raise Refusal(_("Borgeren skal ikke kontaktes."))
    episode = episodes.open_episode(person=person, programme=programme, found_by=found_by, by=by, at=at)
    follow.plan(episode=episode, at=at)
    return episode


@transaction.atomic
def send_tip(
    *,
    tip_id: UUID,
    about_name: str,
    worry: str,
    sender_kind: str,
    by: Actor,
    at: datetime,
    about_address: str = "",
    about_phone: str = "",
    person: Person | None = None,
) -> Tip:
    """Anyone's worry: kept, receipted, and a task for the unit's own ambassador or else the coordinator."""
    if not worry.strip() or not about_name.strip():
        raise Refusal(_("Skriv, hvem det handler om, og hvad du har lagt mærke til."))
    with for_the_municipality(by):
        return _keep_tip(tip_id, about_name, about_address, about_phone, worry, sender_kind, person, by, at)


def _keep_tip(
    tip_id: UUID,
    about_name: str,
    about_address: str,
    about_phone: str,
    worry: str,
    sender_kind: str,
    person: Person | None,
    by: Actor,
    at: datetime,
) -> Tip:
    unit_id = person.unit_id if person else (by.unit_ids[0] if by.unit_ids else None)
    tip = detection.receive_tip(
        tip_id=tip_id,
        about_name=about_name.strip(),
        about_address=about_address.strip(),
        about_phone=about_phone.strip(),
        worry=worry.strip(),
        sender_kind=sender_kind,
        person=person,
        unit_id=unit_id,
        by=by,
        at=at,
    )
    followup.add(
        plan=Planned(
            key=f"tip:{tip.id}",
            rule="handle_tip",
            kind="handle_tip",
            due=local_date(at) + timedelta(days=2),
            holder=_tip_holder(unit_id, by, local_date(at)),
            why={"receipt": tip.receipt},
        ),
        person=person,
        at=at,
    )
    if help_needed(tip.worry):
        _call_a_professional(tip, person, by, at)
    return tip


def _tip_holder(unit_id: UUID | None, by: Actor, today: date) -> Holder:
    """The ambassador of the sender's own unit, who sees the person often; who is away is passed over (R028).

    When all are away: the deputy one of them named, else the coordinators.
    """
    if unit_id is None:
        return Holder(Role.COORDINATOR)
    held = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
    here = held.filter(unit_id=unit_id, role=Role.AMBASSADOR)
    ambassadors = [one for one in here.order_by("since", "id") if one.user_id != by.user_id]
    away = away_on(by, [one.id for one in ambassadors], on=today) if ambassadors else {}
    for ambassador in ambassadors:
        if ambassador.id not in away:
            return Holder(Role.AMBASSADOR, owner_user_id=ambassador.user_id, unit_id=unit_id)
    deputies = [deputy for deputy in away.values() if deputy]
    still_away = away_on(by, deputies, on=today) if deputies else {}
    can_answer = held.filter(id__in=deputies, role__in=RIGHTS[Action.HANDLE_TIP].roles)
    for deputy in can_answer.order_by("since", "id"):
        if deputy.id not in still_away and deputy.user_id != by.user_id:
            return Holder(Role(deputy.role), owner_user_id=deputy.user_id, unit_id=deputy.unit_id)
    return Holder(Role.COORDINATOR)


def _call_a_professional(tip: Tip, person: Person | None, by: Actor, at: datetime) -> None:
    """Words of not wanting to live do not wait two days: a professional reads the tip today (facts.md § 1)."""
    followup.add(
        plan=Planned(
            key=f"professional:tip:{tip.id}",
            rule="needs_professional",
            kind="needs_professional",
            due=local_date(at),
            holder=Holder(Role.COORDINATOR),
            why={"noticed_by": by.name},
        ),
        person=person,
        at=at,
    )


# A tip keeps the way it came by where the bridge counts that way; else it counts as a tip.
_FOUND_BY = {"self": "self", "relative": "relative", "occasion": "occasion", "association": "association"}


@transaction.atomic
def take_up_tip(
    *,
    tip: Tip,
    programme: Programme,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    cpr: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Episode:
    """Make a tip into a person's way: a person already known, or a new one. Raises Taken when a colleague was first."""
    found_by = _FOUND_BY.get(tip.sender_kind, "tip")
    if person is None:
        number = parse_cpr(cpr, allow_test=settings.DEMO, today=local_date(at)) if cpr else None
        person = people.add_person(
            by=by, at=at, found_by=_FOUND_BY.get(tip.sender_kind, "tip"), cpr=number, **dict(facts or {})
        )
    detection.settle_tip(tip=tip, status="taken_up", person=person, by=by, at=at)
    _close_tip_task(tip, by=by, at=at)
    return begin(person=person, programme=programme, found_by=found_by, by=by, at=at)


@transaction.atomic
def close_tip(*, tip: Tip, by: Actor, at: datetime) -> Tip:
    """A tip that leads nowhere (already helped, a mistake): closed, and the sender can see that."""
    _close_tip_task(tip, by=by, at=at)
    return detection.settle_tip(tip=tip, status="closed", person=None, by=by, at=at)


def _close_tip_task(tip: Tip, *, by: Actor, at: datetime) -> None:
    for task in Task.objects.filter(key=f"tip:{tip.id}", status="open"):
        followup.complete(task=task, outcome="done", by=by, at=at)


def spread_over_days(*, count: int, first: datetime, per_day: int = 12) -> Sequence[datetime]:
    """Individual times for visits: half-hours from `first`, so many a day, no weekends (R002)."""
    times: list[datetime] = []
    day = first
    while len(times) < count:
        if day.weekday() < 5:
            times += [day + timedelta(minutes=30 * n) for n in range(min(per_day, count - len(times)))]
        day += timedelta(days=1)
    return times
