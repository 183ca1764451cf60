"""Writing times at home and who comes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.at_home.models import Comer, HomeTime
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


@transaction.atomic
def agree(
    *,
    person: Person,
    organisation: Organisation,
    starts: Sequence[datetime],
    facts: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> list[HomeTime]:
    """Times agreed together; facts as in HomeTime. Raises Refusal for one that has passed."""
    if min(starts) <= at:
        raise Refusal(_("Vælg en dag og et klokkeslæt, der ikke er gået."), field="day")
    series = new_id()
    rows = [
        HomeTime(
            person=person, organisation=organisation, starts_at=moment, series_id=series, made_at=at,
            made_by_id=by.user_id, **facts,
        )
        for moment in starts
    ]  # fmt: skip
    return HomeTime.objects.bulk_create(rows)


@transaction.atomic
def put_on(*, time: HomeTime, volunteer: Membership, instead: Membership | None, by: Actor, at: datetime) -> Comer:
    """The volunteer comes; `instead` of somebody who cannot. Raises Taken when he or she is somewhere else then."""
    try:
        with transaction.atomic():
            made, _new = Comer.objects.update_or_create(
                time=time,
                volunteer=volunteer,
                defaults={
                    "person_id": time.person_id,
                    "organisation_id": time.organisation_id,
                    "user_id": volunteer.user_id,
                    "starts_at": time.starts_at,
                    "ends_at": time.starts_at + timedelta(minutes=time.minutes),
                    "status": "coming",
                    "stands_in_for": instead,
                    "said_at": at,
                },
            )
    except IntegrityError:
        raise Taken(_("%s er et andet sted på det tidspunkt. Vælg en anden.") % volunteer.name) from None
    return made


@transaction.atomic
def cannot(*, comer: Comer, by: Actor, at: datetime) -> None:
    """The volunteer cannot come after all. Raises Taken when the time is over."""
    if not Comer.objects.filter(id=comer.id, status="coming", starts_at__gt=at).update(status="cannot", said_at=at):
        raise Taken(_("Det er allerede skrevet, eller tiden er gået."))


@transaction.atomic
def held(*, time: HomeTime, came: Collection[UUID], note: str, wants_more: str, by: Actor, at: datetime) -> HomeTime:
    """They met; `came`: the volunteers' ids. Raises Refusal before it begins, Taken when it is closed."""
    if time.starts_at > at:
        raise Refusal(_("Det kan skrives, når tiden er kommet."))
    told = {"status": "held", "note": note[:500], "wants_more": wants_more[:300], "closed_at": at}
    if not HomeTime.objects.filter(id=time.id, status="planned").update(**told):
        raise Taken(_("En anden har allerede skrevet, hvordan det gik."))
    Comer.objects.filter(time=time, volunteer_id__in=came, status="coming").update(status="came")
    Comer.objects.filter(time=time, status="coming").update(status="cannot")
    time.refresh_from_db()
    return time


@transaction.atomic
def call_off(*, times: Collection[HomeTime], why: str, at: datetime) -> int:
    """None of these are held. Those who were to come are free again. Returns how many."""
    ids = [time.id for time in times]
    Comer.objects.filter(time_id__in=ids, status="coming").update(status="cannot", said_at=at)
    return HomeTime.objects.filter(id__in=ids, status="planned").update(status="cancelled", why=why[:200], closed_at=at)
