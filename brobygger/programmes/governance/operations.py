"""Setting up groups, meeting, deciding and agreeing. What somebody who leaves owns: leavers.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Model, Q
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.foundation.kernel.secrecy import encrypt_bytes
from brobygger.programmes.governance import areas
from brobygger.programmes.governance.models import (
    Agreement,
    AgreementPaper,
    AgreementParty,
    AgreementStep,
    Asset,
    Chance,
    Council,
    Decision,
    Duty,
    Meeting,
    PolicyLink,
    Risk,
    Seat,
)
from brobygger.programmes.governance.rules import PAPER_BYTES, is_pdf
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def set_up(*, programme: Programme, name: str, kind: str, begins_on: date, by: Actor, at: datetime, task: str = "",
           may_decide: bool = False, ends_on: date | None = None, meets_every_days: int | None = None,
           recipe_part: str = "", link: str = "", next_meets_on: date | None = None,
           units: Sequence[UUID] = ()) -> Council:  # fmt: skip
    """Set up a group. units: those of its area, for a local group.

    Raises Taken when the programme has a group of that name, Refusal for an end before the start or as `areas.cover`.
    """
    _in_order(begins_on, ends_on)
    try:
        with transaction.atomic():
            council = Council.objects.create(
                programme=programme, name=name, kind=kind, task=task, may_decide=may_decide, begins_on=begins_on,
                ends_on=ends_on, meets_every_days=meets_every_days, recipe_part=recipe_part, link=link,
                next_meets_on=next_meets_on,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("Indsatsen har allerede en gruppe med det navn.")) from error
    areas.cover(council=council, units=units)
    return council


@transaction.atomic
def change_council(*, council: Council, by: Actor, at: datetime, units: Sequence[UUID] = (), **facts: Any) -> Council:
    """Change what a group is: name, kind, task, may_decide, begins_on, ends_on, …, and the units of its area."""
    _in_order(facts["begins_on"], facts.get("ends_on"))
    try:
        with transaction.atomic():
            changed = _changed(council, facts)
            areas.cover(council=changed, units=units)
            return changed
    except IntegrityError as error:
        raise Taken(_("Indsatsen har allerede en gruppe med det navn.")) from error


def close(*, council: Council, by: Actor, at: datetime) -> Council:
    """Close a group that is no longer needed; it keeps its meetings. Raises Taken when it is closed already."""
    if not Council.objects.filter(id=council.id, closed_on__isnull=True).update(closed_on=local_date(at)):
        raise Taken(_("Gruppen er allerede lukket."))
    return council


@transaction.atomic
def take_seat(*, council: Council, name: str, by: Actor, at: datetime, membership: Membership | None = None,
              organisation: Organisation | None = None, chairs: bool = False) -> Seat:  # fmt: skip
    """Let somebody sit in a group from today. Raises Refusal when the person sits there already."""
    today = local_date(at)
    sits = Seat.objects.filter(council=council, until__isnull=True)
    same = Q(membership=membership) if membership else Q(membership__isnull=True, name__iexact=name)
    if sits.filter(same).exists():
        raise Refusal(_("Personen sidder allerede i gruppen."), field="name")
    return Seat.objects.create(
        council=council, name=name, membership=membership, organisation=organisation, chairs=chairs, since=today
    )


def leave_seat(*, seat: Seat, by: Actor, at: datetime) -> Seat:
    """Somebody leaves a group. Repeating it changes nothing."""
    Seat.objects.filter(id=seat.id, until__isnull=True).update(until=local_date(at))
    return seat


@transaction.atomic
def meet(*, council: Council, held_on: date, agenda: str, decisions: Sequence[str], by: Actor, at: datetime,
         owner: Membership | None = None, due_on: date | None = None,
         next_meets_on: date | None = None) -> Meeting:  # fmt: skip
    """Write down a meeting and what it decided; `owner` and `due_on` stand on each decision.

    Raises Refusal for a day ahead of today, and Taken when that day's meeting is written already.
    """
    if held_on > local_date(at):
        raise Refusal(_("Mødet er ikke holdt endnu. Skriv det ned bagefter."), field="held_on")
    try:
        with transaction.atomic():
            made = Meeting.objects.create(council=council, held_on=held_on, agenda=agenda, written_by_id=by.user_id)
    except IntegrityError as error:
        raise Taken(_("Der er allerede skrevet et møde ned for den dag.")) from error
    Decision.objects.bulk_create(Decision(meeting=made, text=text, owner=owner, due_on=due_on) for text in decisions)
    if next_meets_on is not None:
        Council.objects.filter(id=council.id).update(next_meets_on=next_meets_on)
    return made


def settle(*, decision: Decision, by: Actor, at: datetime) -> Decision:
    """A decision is done. Repeating it changes nothing."""
    Decision.objects.filter(id=decision.id, done_on__isnull=True).update(done_on=local_date(at))
    return decision


def take_on(
    *, programme: Programme, owner: Membership, what: str, by: Actor, at: datetime, since: date | None = None
) -> Duty:
    """Somebody takes a duty in a programme, at once or from a day ahead. The same duty again changes nothing.

    Raises Refusal for a day that has passed.
    """
    if since is not None and since < local_date(at):
        raise Refusal(_("Vælg en dag, der ikke er gået."), field="since")
    duty, _created = Duty.objects.get_or_create(
        programme=programme, owner=owner, what=what, until=None, defaults={"since": since}
    )
    return duty


@transaction.atomic
def hand_over(*, duty: Duty, on: date, successor: Membership | None, by: Actor, at: datetime) -> Duty | None:
    """From a day on the duty is somebody else's, or nobody's; until then it is as it was. Another day may be said.

    Returns the successor's duty. Raises Refusal for a day that has passed, and for handing over to oneself.
    """
    if on < local_date(at):
        raise Refusal(_("Vælg en dag, der ikke er gået."), field="on")
    if successor is not None and successor.id == duty.owner_id:
        raise Refusal(_("Vælg en anden til at tage over."), field="successor")
    waiting = Duty.objects.filter(programme=duty.programme, what=duty.what, since=duty.until, since__gt=local_date(at))
    if duty.until is not None:
        waiting.delete()  # the day that was said before
    Duty.objects.filter(id=duty.id).update(until=on)
    if successor is None:
        return None
    return Duty.objects.create(programme=duty.programme, owner=successor, what=duty.what, since=on)


def lay_down(*, duty: Duty, by: Actor, at: datetime) -> Duty:
    """A duty ends today, also one that was to end later. Repeating it changes nothing."""
    today = local_date(at)
    Duty.objects.filter(Q(until__isnull=True) | Q(until__gt=today), id=duty.id).update(until=today)
    return duty


@transaction.atomic
def agree(*, programme: Programme, kind: str, about: str, starts_on: date, parties: Mapping[str, str], by: Actor,
          at: datetime, ends_on: date | None = None, warn_weeks: int = 8, price_dkk: int | None = None,
          owner: Membership | None = None, recipe_part: str = "", asset: Asset | None = None) -> Agreement:  # fmt: skip
    """Keep an agreement. parties: name → what the party does; a name that is an organisation of ours is tied to it.

    asset: the room (or another thing of the programme's) that it promises.

    Raises Refusal for fewer than two parties or an end before the start.
    """
    _in_order(starts_on, ends_on)
    _two_parties(parties)
    made = Agreement.objects.create(
        programme=programme, kind=kind, about=about, starts_on=starts_on, ends_on=ends_on, warn_weeks=warn_weeks,
        price_dkk=price_dkk, owner=owner, recipe_part=recipe_part, asset=asset,
    )  # fmt: skip
    _write_parties(made, parties)
    return made


@transaction.atomic
def change_agreement(*, agreement: Agreement, parties: Mapping[str, str], by: Actor, at: datetime,
                     **facts: Any) -> Agreement:  # fmt: skip
    """Change an agreement, its parties included. A new end date renews it. Raises Refusal as `agree` does."""
    _in_order(facts["starts_on"], facts.get("ends_on"))
    _two_parties(parties)
    _changed(agreement, facts)
    agreement.parties.all().delete()
    _write_parties(agreement, parties)
    return agreement


def end_agreement(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """The agreement is not to be renewed: it leaves the list and stays in history. Repeating it changes nothing."""
    Agreement.objects.filter(id=agreement.id, ended_on__isnull=True).update(ended_on=local_date(at))
    return agreement


@transaction.atomic
def keep_paper(*, agreement: Agreement, text: str, file_name: str, content: bytes | None, by: Actor,
               at: datetime) -> AgreementPaper:  # fmt: skip
    """Keep the paper's words, the signed PDF, or both, as its next version. Raises Refusal for neither, and no PDF."""
    if not text.strip() and content is None:
        raise Refusal(_("Skriv aftalens ord, eller vælg en fil."), field="text")
    if content is not None and (len(content) > PAPER_BYTES or not is_pdf(content)):
        raise Refusal(_("Filen skal være en PDF på højst 10 MB."), field="file")
    Agreement.objects.select_for_update().get(id=agreement.id)  # two who keep one at once get a number each
    last = AgreementPaper.objects.filter(agreement=agreement).aggregate(last=Max("version"))["last"] or 0
    return AgreementPaper.objects.create(
        agreement=agreement, version=last + 1, text=text.strip(), file_name=file_name[:200] if content else "",
        content=encrypt_bytes(content) if content is not None else None, kept_at=at, kept_by_id=by.user_id,
        kept_by_name=by.name,
    )  # fmt: skip


@transaction.atomic
def promise_step(*, agreement: Agreement, text: str, due_on: date, owner: Membership | None, by: Actor,
                 at: datetime) -> AgreementStep:  # fmt: skip
    """A milestone of an agreement. Raises Refusal for a day outside the agreement's own."""
    if due_on < agreement.starts_on or (agreement.ends_on is not None and due_on > agreement.ends_on):
        raise Refusal(_("Dagen ligger uden for den tid, aftalen gælder."), field="due_on")
    return AgreementStep.objects.create(agreement=agreement, text=text, due_on=due_on, owner=owner)


def reach_step(*, step: AgreementStep, by: Actor, at: datetime) -> None:
    """The milestone is reached. Repeating it changes nothing."""
    AgreementStep.objects.filter(id=step.id, done_on__isnull=True).update(done_on=local_date(at), done_by_name=by.name)


def reopen_step(*, step: AgreementStep, by: Actor) -> None:
    """The milestone is not reached after all. Repeating it changes nothing."""
    AgreementStep.objects.filter(id=step.id).update(done_on=None, done_by_name="")


def note_risk(*, programme: Programme, text: str, likelihood: str, impact: str, by: Actor, at: datetime, do: str = "",
              owner: Membership | None = None, look_on: date | None = None, recipe_part: str = "") -> Risk:  # fmt: skip
    """Write a risk in the log."""
    return Risk.objects.create(
        programme=programme, text=text, do=do, likelihood=likelihood, impact=impact, owner=owner, look_on=look_on,
        recipe_part=recipe_part,
    )  # fmt: skip


def change_risk(*, risk: Risk, by: Actor, at: datetime, **facts: Any) -> Risk:
    """Look at a risk again: text, do, likelihood, impact, owner, look_on."""
    return _changed(risk, facts)


def close_risk(*, risk: Risk, by: Actor, at: datetime) -> Risk:
    """The risk is gone. Repeating it changes nothing."""
    Risk.objects.filter(id=risk.id, closed_on__isnull=True).update(closed_on=local_date(at))
    return risk


@transaction.atomic
def see_chance(*, programme: Programme, kind: str, name: str, year: int, status: str, by: Actor, at: datetime,
               next_on: date | None = None, note: str = "") -> Chance:  # fmt: skip
    """Write down where the effort could go, or who could join it. Raises Taken for one that stands for that year."""
    made = Chance(programme=programme, kind=kind, name=" ".join(name.split()), year=year, status=status,
                  next_on=next_on, note=note)  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Taken(_("Det står der allerede for det år. Ret linjen i stedet.")) from error
    return made


@transaction.atomic
def change_chance(*, chance: Chance, by: Actor, at: datetime, **facts: Any) -> Chance:
    """How far it has come: kind, name, year, status, next_on, note."""
    try:
        with transaction.atomic():
            return _changed(chance, facts)
    except IntegrityError as error:
        raise Taken(_("Det står der allerede for det år. Ret linjen i stedet.")) from error


def keep(*, programme: Programme, kind: str, name: str, by: Actor, at: datetime, place: str = "",
         seats: int | None = None, keeper: str = "", note: str = "") -> Asset:  # fmt: skip
    """Put a room, a vehicle or another thing on the list."""
    return Asset.objects.create(
        programme=programme, kind=kind, name=name, place=place, seats=seats, keeper=keeper, note=note
    )


@transaction.atomic
def link_policy(*, programme: Programme, title: str, address: str, asks: str, by: Actor, at: datetime) -> PolicyLink:
    """Put a policy or a plan on the list. Raises Taken when its address stands there."""
    try:
        with transaction.atomic():
            return PolicyLink.objects.create(programme=programme, title=title, address=address, asks=asks)
    except IntegrityError as error:
        raise Taken(_("Den adresse står her allerede.")) from error


@transaction.atomic
def change_policy_link(*, policy_link: PolicyLink, by: Actor, at: datetime, **facts: Any) -> PolicyLink:
    """Another title, address, or what it asks for."""
    try:
        with transaction.atomic():
            return _changed(policy_link, facts)
    except IntegrityError as error:
        raise Taken(_("Den adresse står her allerede.")) from error


def unlink_policy(*, policy_link: PolicyLink, by: Actor, at: datetime) -> None:
    """A policy no longer holds. Repeating it changes nothing."""
    PolicyLink.objects.filter(id=policy_link.id, away_on__isnull=True).update(away_on=local_date(at))


def let_go(*, asset: Asset, by: Actor, at: datetime) -> Asset:
    """A thing is no longer in use. Repeating it changes nothing.

    Raises Refusal while an agreement promises it: the promise is ended first, so that nobody counts on it.
    """
    promise = Agreement.objects.filter(asset=asset, ended_on__isnull=True).first()
    if promise is not None:
        raise Refusal(
            _("%(name)s er lovet i en aftale: %(about)s. Afslut aftalen, eller ret den, først.")
            % {"name": asset.name, "about": promise.about}
        )
    Asset.objects.filter(id=asset.id, gone_on__isnull=True).update(gone_on=local_date(at))
    return asset


def _changed(row: Row, facts: Mapping[str, Any]) -> Row:
    for field, value in facts.items():
        setattr(row, field, value)
    row.save(update_fields=sorted(facts))
    return row


def _in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Refusal(_("Slutdagen ligger før den første dag."), field="ends_on")


def _two_parties(parties: Mapping[str, str]) -> None:
    if len(parties) < 2:
        raise Refusal(_("En aftale har mindst to parter. Skriv hver part på sin linje."), field="parties")


def _write_parties(agreement: Agreement, parties: Mapping[str, str]) -> None:
    ours = {one.name: one for one in Organisation.objects.filter(name__in=list(parties))}
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, name=name, does=does, organisation=ours.get(name))
        for name, does in parties.items()
    )
