"""Two volunteers who go together count as one, with what both can: the same two every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from brobygger.communities.volunteers.queries import Ready
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.foundation.kernel.several import array, rows
from brobygger.pathway.matching.models import ProposedPair, VolunteerDuo
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership


def all_duos(actor: Actor) -> list[VolunteerDuo]:
    """Those who go together now. One query."""
    return list(VolunteerDuo.objects.filter(until__isnull=True).select_related("first", "second").order_by("id"))


def joined(ready: Iterable[Ready], duos: Iterable[VolunteerDuo], *, two_needed: bool) -> dict[UUID, Ready]:
    """Volunteers as they can be proposed: each two under the first's id, nobody of a duo alone.

    Both must have a place, and a day must suit both; one of them speaking a language is enough.
    two_needed: nobody goes alone.
    """
    alone = {one.id: one for one in ready}
    found = {}
    for duo in duos:
        first, second = alone.pop(duo.first_id, None), alone.pop(duo.second_id, None)
        if first is not None and second is not None:
            found[first.id] = _as_one(first, second)
    everybody = found if two_needed else {**alone, **found}
    return dict(sorted(everybody.items(), key=lambda each: (each[1].name, str(each[0]))))


def _as_one(first: Ready, second: Ready) -> Ready:
    days = [day for day in first.weekdays or range(7) if day in (second.weekdays or range(7))]
    wished = {one.meets_sex for one in (first, second) if one.meets_sex}
    able = bool(days) and len(wished) < 2
    return first._replace(
        name=_("%(first)s og %(second)s") % {"first": first.name, "second": second.name},
        interests=sorted({*first.interests, *second.interests}),
        languages=sorted({*first.languages, *second.languages}),
        own_languages=sorted({*first.own_languages, *second.own_languages}),
        background=sorted({*first.background, *second.background}),
        weekdays=days if first.weekdays or second.weekdays else [],
        meets_sex=next(iter(wished), ""),
        places=min(first.places, second.places) if able else 0,
        skills=sorted({*first.skills, *second.skills}),
        has_car=first.has_car or second.has_car,
    )


def met_before(actor: Actor, person_ids: Mapping[UUID, UUID]) -> dict[UUID, frozenset[str]]:
    """Volunteer → ids of episodes of those they have visited before. `person_ids`: person → episode. One query."""
    found: dict[UUID, set[str]] = {}
    for person_id, volunteer_id in rows(_MET, {"persons": array(person_ids)}):
        found.setdefault(volunteer_id, set()).add(str(person_ids[person_id]))
    return {volunteer_id: frozenset(episodes) for volunteer_id, episodes in found.items()}


_MET = """
select distinct person_id, volunteer_id from volunteers_pair
where person_id = any(%(persons)s::uuid[]) and until is not null
"""


@transaction.atomic
def go_together(*, first: Membership, second: Membership, by: Actor, on: date) -> VolunteerDuo:
    """Two volunteers of one organisation visit together from now on. Raises Refusal or Taken."""
    if first.id == second.id:
        raise Refusal(_("Vælg to forskellige frivillige."))
    if first.organisation_id != second.organisation_id:
        raise Refusal(_("Vælg to frivillige fra samme forening: den skal svare for dem begge."))
    both = [first.id, second.id]
    taken = VolunteerDuo.objects.filter(until__isnull=True)
    if taken.filter(first_id__in=both).exists() or taken.filter(second_id__in=both).exists():
        raise Taken(_("En af dem følges allerede med en anden."))
    _forget_proposals(both)
    try:
        with transaction.atomic():
            return VolunteerDuo.objects.create(first=first, second=second, since=on, made_by_id=by.user_id)
    except IntegrityError:
        raise Taken(_("En af dem følges allerede med en anden.")) from None


@transaction.atomic
def go_alone(*, duo_id: UUID, by: Actor, on: date) -> None:
    """The two no longer go together; pairs that stand are not touched."""
    duo = VolunteerDuo.objects.filter(id=duo_id, until__isnull=True).first()
    if duo is not None:
        VolunteerDuo.objects.filter(id=duo.id).update(until=on)
        _forget_proposals([duo.first_id, duo.second_id])


def _forget_proposals(volunteer_ids: list[UUID]) -> None:
    """What was proposed for them is no longer so; the persons wait on."""
    ProposedPair.objects.filter(status="proposed", volunteer_id__in=volunteer_ids).delete()
