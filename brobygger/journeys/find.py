"""Found: a register extract, a tip, or a person somebody met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.cpr import Cpr
from brobygger.foundation.kernel.cpr import parse as parse_cpr
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.foundation.kernel.secrecy import blind
from brobygger.journeys import follow
from brobygger.journeys.facts import facts_of
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.detection import queries as found
from brobygger.pathway.detection import register_rules
from brobygger.pathway.detection.models import RegisterExtract, Tip
from brobygger.pathway.detection.register_rules import Comparison, Extract, Row
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
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
from brobygger.registry.access.roles import Role
from brobygger.registry.away.queries import away_on
from brobygger.registry.instruments.rules import help_needed
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person


@dataclass(frozen=True)
class Preview:
    """What an extract would change. Nothing is stored but the encrypted file."""

    extract: Extract
    comparison: Comparison
    eligible: tuple[Row, ...]  # who would be offered a visit
    previous_total: int

    @property
    def mass_removal(self) -> bool:
        """More than a third of those in the previous extract are gone: somebody should look before it is stored."""
        return self.previous_total > 20 and len(self.comparison.gone) * 3 > self.previous_total


def preview_extract(*, programme: Programme, content: bytes, by: Actor, at: datetime) -> Preview:
    """Read an extract and say what it would change. Writes nothing."""
    today = local_date(at)
    extract = register_rules.read(content, today=today, allow_test=settings.DEMO)
    blinds = {row.cpr: blind(row.cpr, municipality_id=by.municipality_id) for row in extract.rows}
    previous = found.previous_blinds(by, programme)
    ages = outreach.ages_on(by, programme, on=today)
    this_year = None if ages.everybody else date(today.year, 1, 1)
    comparison = register_rules.compare(
        extract.rows,
        found.known_by_blind(by, programme, list(blinds.values()), offered_since=this_year),
        previous,
        held_back=extract.held_back,
        key=lambda cpr: blind(cpr, municipality_id=by.municipality_id),
    )
    recipe = recipe_of(programme)
    criteria = criteria_on(recipe, today)
    offered = {row.cpr for row in comparison.already_offered}
    chosen = tuple(
        row
        for row in extract.rows
        if row.cpr not in offered
        and is_due(ages, born=row.born, lives_alone=row.lives_alone, year=today.year)
        and eligible(criteria, _facts_of_row(row, today)).ok
    )
    return Preview(extract, comparison, chosen, len(previous or ()))


def stage_extract(
    *, programme: Programme, file_name: str, content: bytes, preview: Preview, by: Actor, at: datetime
) -> RegisterExtract:
    """Keep the file until somebody has looked at the preview. Raises Refusal when nothing in it can be used."""
    if not preview.extract.rows:
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
    *, extract: RegisterExtract, by: Actor, at: datetime, accept_mass_removal: bool = False
) -> list[Episode]:
    """Store an extract in one transaction: new persons, changed addresses, and an episode for everybody eligible.

    Raises Refusal when many are gone and nobody has accepted that, and Taken when it is stored already.
    """
    programme = extract.programme
    preview = preview_extract(programme=programme, content=detection.content_of(extract), by=by, at=at)
    if preview.mass_removal and not accept_mass_removal:
        raise Refusal(_("Mange fra det forrige udtræk mangler i dette. Se listen, og bekræft, at det er rigtigt."))
    persons = _store_persons(preview, by=by, at=at)
    by_cpr = {cpr: persons[blind(cpr, municipality_id=by.municipality_id)] for cpr in _cprs(preview)}
    chosen = [by_cpr[row.cpr] for row in preview.eligible if not _is_gone(by_cpr[row.cpr])]
    opened = episodes.open_many(persons=chosen, programme=programme, found_by="register", by=by, at=at)
    detection.close_extract(
        extract=extract,
        entries={value: person.id for value, person in persons.items()},
        rows_new=len(preview.comparison.new),
        by=by,
        at=at,
    )
    return opened


def _cprs(preview: Preview) -> Iterator[str]:
    return (row.cpr for row in preview.extract.rows)


def _is_gone(person: Person) -> bool:
    return bool(person.died_on or person.moved_on or person.never_contact)


def _store_persons(preview: Preview, *, by: Actor, at: datetime) -> dict[str, Person]:
    """Create the new persons, update the addresses of those who moved; returns everybody by blind CPR."""
    new = [_person_of(row, by, at) for row in preview.comparison.new]
    Person.objects.bulk_create(new, batch_size=2000)
    everybody = {person.cpr_blind or "": person for person in new}
    known = {blind(row.cpr, municipality_id=by.municipality_id): row for row in preview.comparison.known}
    everybody |= found.persons_by_blind(by, list(known))
    moved = {blind(row.cpr, municipality_id=by.municipality_id): row for row in preview.comparison.moved}
    for value, row in moved.items():
        person = everybody[value]
        person.address, person.postcode, person.city = row.address, row.postcode, row.city
        person.latitude = person.longitude = None
    Person.objects.bulk_update(
        [everybody[value] for value in moved], ["address", "postcode", "city", "latitude", "longitude"]
    )
    return everybody


def _person_of(row: Row, by: Actor, at: datetime) -> Person:
    return people.build_person(
        by=by,
        at=at,
        cpr=Cpr(row.cpr, row.born, row.sex, True),
        found_by="register",
        given_name=row.given_name,
        family_name=row.family_name,
        address=row.address,
        postcode=row.postcode,
        city=row.city,
        phone=row.phone,
        household=row.household,
        civil_status=row.civil_status,
        personal_care=row.personal_care,
        home_help_hours=row.home_help_hours,
        languages=list(row.languages),
    )


def _facts_of_row(row: Row, today: date) -> dict[str, Any]:
    return {
        "age": today.year - row.born.year - ((today.month, today.day) < (row.born.month, row.born.day)),
        "sex": row.sex,
        "lives_alone": row.lives_alone,
        "civil_status": row.civil_status,
        "home_help_hours": float(row.home_help_hours) if row.home_help_hours is not None else None,
        "personal_care": row.personal_care,
    }


def eligibility(*, person: Person, programme: Programme, on: date) -> Eligibility:
    """Whether a person is in a programme's target group on a day, and why."""
    recipe = recipe_of(programme)
    return eligible(criteria_on(recipe, on), facts_of(person, on=on))


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
    here = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), unit_id=unit_id, role=Role.AMBASSADOR, since__lte=today
    )
    ambassadors = [one for one in here.order_by("since", "id") if one.user_id != by.user_id]
    away = away_on(by, [one.id for one in ambassadors], on=today) if ambassadors else {}
    for ambassador in ambassadors:
        if ambassador.id not in away:
            return Holder(Role.AMBASSADOR, owner_user_id=ambassador.user_id, unit_id=unit_id)
    deputies = [deputy for deputy in away.values() if deputy]
    still_away = away_on(by, deputies, on=today) if deputies else {}
    for deputy in Membership.objects.filter(id__in=deputies).order_by("since", "id"):
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
