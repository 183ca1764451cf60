"""Deciding who is erased, and erasing: the one way a person leaves the database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.foundation.kernel.several import array
from brobygger.registry.access.actor import Actor
from brobygger.registry.erasure import queries, rules
from brobygger.registry.erasure.models import DueErasure, ErasedCount, ErasureReport, KeepingTerms, ListMade, Tombstone
from brobygger.registry.erasure.rules import Due, Rule, Terms

LONGEST_HOLD = timedelta(days=3650)


@transaction.atomic
def set_terms(*, terms: Terms, reason: str, by: Actor, at: datetime) -> KeepingTerms:
    """The municipality's own days, from now on. Raises Refusal outside the limits or without a reason."""
    wrong = rules.wrong_terms(terms)
    if wrong == "grace":
        raise Refusal(_("Fortrydelse skal være mellem 1 og 90 dage."), field="grace")
    if wrong:
        raise Refusal(_("En frist skal være mellem 30 og 3650 dage."), field=wrong)
    if not reason.strip():
        raise Refusal(_("Skriv, hvem der har besluttet fristerne, og hvorfor."), field="reason")
    return KeepingTerms.objects.create(
        never_contacted=terms.never_contacted, no_answer=terms.no_answer, declined=terms.declined, ended=terms.ended,
        grace=terms.grace, reason=reason.strip(), made_at=at, made_by_id=by.user_id, made_by_name=by.name,
    )  # fmt: skip


@transaction.atomic
def put_on_list(*, due: Mapping[UUID, Due], by: Actor, at: datetime) -> int:
    """Keep the list true: add those who are due now, take off those who no longer are. Returns how many were added.

    Those held until a later day stay held; those asked for stay, whatever the rules say.
    """
    today = local_date(at)
    ListMade.objects.update_or_create(defaults={"at": at})
    DueErasure.objects.filter(status="held", held_until__lt=today).update(status="listed", held_until=None, why="")
    by_time = DueErasure.objects.filter(rule__in=[rule.value for rule in rules.BY_TIME])
    by_time.exclude(person_id__in=list(due)).exclude(status="held").delete()
    known = set(DueErasure.objects.values_list("person_id", flat=True))
    new = [
        DueErasure(person_id=person_id, rule=one.rule, since=one.since, due_on=one.on, listed_at=at)
        for person_id, one in due.items()
        if person_id not in known
    ]
    return len(DueErasure.objects.bulk_create(new, batch_size=2000))


@transaction.atomic
def hold(*, due: DueErasure, until: date, why: str, by: Actor, at: datetime) -> None:
    """Keep somebody back until a day. Raises Refusal without a reason or with a day that is not ahead.

    And for one who has asked for it: what was asked for is undone, or done, and never waits on a list.
    """
    if due.rule == Rule.ON_REQUEST:
        raise Refusal(_("Borgeren bliver slettet efter anmodning. Fortryd det, hvis borgeren skal blive."))
    today = local_date(at)
    if not today < until <= today + LONGEST_HOLD:
        raise Refusal(_("Vælg en dag, der ligger forude, og højst ti år."), field="until")
    if not why.strip():
        raise Refusal(_("Skriv, hvorfor borgeren skal blive."), field="why")
    _decide(
        due, ("listed", "approved"), status="held", held_until=until, why=why.strip(), erase_from=None, by=by, at=at
    )


@transaction.atomic
def release(*, due: DueErasure, by: Actor, at: datetime) -> None:
    """Nobody is held back for nothing: back to the list."""
    _decide(due, ("held",), status="listed", held_until=None, why="", by=by, at=at)


@transaction.atomic
def approve(*, rule: Rule, seen: str, by: Actor, at: datetime) -> int:
    """All who stand on the list by one rule are erased when the days of grace are over. Returns how many.

    seen: the mark of the list on the page (queries.as_listed). Raises Taken when the list is another than that one.
    """
    waiting = DueErasure.objects.select_for_update().filter(status="listed", rule=rule)
    ids = list(waiting.values_list("id", flat=True))
    if queries.as_listed(by).get(rule) != (len(ids), seen):
        raise Taken(_("Listen har ændret sig, siden siden blev vist. Se den igen, og godkend så."))
    day = rules.erase_from(approved_on=local_date(at), grace=queries.terms(by).terms.grace)
    return DueErasure.objects.filter(id__in=ids).update(
        status="approved", erase_from=day, decided_at=at, decided_by_id=by.user_id
    )


@transaction.atomic
def undo(*, due: DueErasure, by: Actor, at: datetime) -> None:
    """In the days of grace: back to the list; one who was asked for is taken off it. Raises Taken when it is done."""
    if due.rule == Rule.ON_REQUEST:
        if not DueErasure.objects.filter(id=due.id, status="approved").delete()[0]:
            raise Taken(_("Det er allerede sket, eller en kollega har ændret det."))
        return
    _decide(due, ("approved",), status="listed", erase_from=None, by=by, at=at)


@transaction.atomic
def undo_approval(*, rule: Rule, decided_at: datetime, by: Actor, at: datetime) -> int:
    """All who were approved by one press go back to the list. Returns how many. Raises Taken when none is left.

    Raises NotVisible for what is not by time: one who has asked for it stands on no list, and is undone by itself.
    """
    if rule not in rules.BY_TIME:
        raise NotVisible("approval")
    found = DueErasure.objects.filter(status="approved", rule=rule, decided_at=decided_at)
    number = found.update(status="listed", erase_from=None, decided_at=at, decided_by_id=by.user_id)
    if not number:
        raise Taken(_("Det er allerede sket, eller en kollega har ændret det."))
    return number


@transaction.atomic
def ask_for_one(*, person_id: UUID, why: str, by: Actor, at: datetime) -> DueErasure:
    """Somebody is erased on request (GDPR art. 17), after the same days of grace.

    Raises Refusal without a reason, and while somebody has held the person back: that is let go first.
    """
    if not why.strip():
        raise Refusal(_("Skriv, hvem der har bedt om det, og på hvilket grundlag det er afgjort."), field="why")
    today = local_date(at)
    kept = DueErasure.objects.select_for_update().filter(person_id=person_id, status="held", held_until__gte=today)
    if kept.exists():
        raise Refusal(_("Borgeren bliver holdt tilbage. Hold ikke længere, før du sletter."), field="who")
    told = {
        "rule": Rule.ON_REQUEST, "since": today, "due_on": today, "listed_at": at, "status": "approved",
        "why": why.strip(), "held_until": None, "decided_at": at, "decided_by_id": by.user_id,
        "erase_from": rules.erase_from(approved_on=today, grace=queries.terms(by).terms.grace),
    }  # fmt: skip
    due, _new = DueErasure.objects.update_or_create(person_id=person_id, defaults=told)
    return due


def _decide(due: DueErasure, before: tuple[str, ...], *, by: Actor, at: datetime, **told: object) -> None:
    found = DueErasure.objects.filter(id=due.id, status__in=before)
    if not found.update(decided_at=at, decided_by_id=by.user_id, **told):
        raise Taken(_("Det er allerede sket, eller en kollega har ændret det."))


@dataclass(frozen=True)
class Leaving:
    """One who is to be erased. left_alone: the blind CPR number of somebody who asked never to be contacted."""

    person_id: UUID
    rule: str
    left_alone: str | None = None


Ended = tuple[UUID, UUID, date, str, str, str, str]  # person, programme, month found, found by; last kind, step, reason


@transaction.atomic
def erase(
    *, leaving: Sequence[Leaving], ended: Iterable[Ended], by: Actor, at: datetime, again: bool = False
) -> ErasureReport:
    """Erase persons with all that hangs on them, everything or nothing. The report, without persons.

    Leaves a mark for each, and counts of their episodes (`ended`). Raises NotVisible when one of them is not there.
    """
    rule_of = {one.person_id: one.rule for one in leaving}
    blinds = queries.blind_ids(rule_of, municipality_id=by.municipality_id)
    marks = [
        Tombstone(person_blind=mark, cpr_blind=one.left_alone, erased_on=local_date(at), rule=one.rule)
        for mark, one in zip(blinds, leaving, strict=True)
    ]
    Tombstone.objects.bulk_create(marks, batch_size=2000, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("select brobygger_erase(%s::uuid[])", [array(rule_of)])
        (told,) = cursor.fetchone()
        rows = json.loads(told)
        if rows.get("people_person", 0) != len(rule_of):
            raise NotVisible("person")
        cursor.execute("set constraints all immediate")  # a row left behind is found here, not at the very end
        cursor.execute("set constraints all deferred")
    report = ErasureReport.objects.create(
        at=at, persons=len(rule_of), by_rule=dict(Counter(rule_of.values())), rows=rows, again=again
    )
    counted = Counter(
        (rule_of[person_id], programme_id, month, found_by, kind, step, reason)
        for person_id, programme_id, month, found_by, kind, step, reason in ended
    )
    ErasedCount.objects.bulk_create(
        ErasedCount(
            report_id=report.id, rule=rule, programme_id=programme_id, found_month=month, found_by=found_by,
            kind=kind, step=step, reason=reason, episodes=episodes,
        )
        for (rule, programme_id, month, found_by, kind, step, reason), episodes in counted.items()
    )  # fmt: skip
    return report
