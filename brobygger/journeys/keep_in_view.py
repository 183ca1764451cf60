"""How it goes, asked again and again: what it gives, days alone, what is missed (R179, R181–R183, R189)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Member
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import next_offer
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Talk, Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.models import Person

VISITOR_DAYS = 7


@transaction.atomic
def note(*, person: Person, facts: Mapping[str, Any], by: Actor, at: datetime) -> Talk:
    """Write down a talk. Wanting more makes somebody propose it; too little strength brings the company home.

    facts: the fields of Talk. The same day again corrects. Raises Refusal about somebody who has died.
    """
    if person.died_on is not None:
        raise Refusal(_("Borgeren er død."))
    talk = followup.note_talk(person=person, facts=facts, by=by, at=at)
    today = local_date(at)
    wanted = f"wants-more-{today}"
    if talk.wants_more:
        next_offer.for_person(person=person, about=wanted, at=at)
    else:
        next_offer.withdraw(person=person, about=wanted, at=at)
    find = Planned(
        key=f"find_visitor:{person.id}:{today}",
        rule="find_visitor",
        kind="find_visitor",
        due=today + timedelta(days=VISITOR_DAYS),
        holder=Holder(Role.COORDINATOR),
        why={},
    )
    at_home = talk.home_instead
    followup.stand(plans=[(find, person.id)] if at_home else [], withdrawn=[] if at_home else [find.key], at=at)
    if at_home:  # the place in the group is kept: nobody starts from zero when strength comes back (R190)
        Member.objects.filter(person=person, until__isnull=True).update(taking_part="resting")
    for key in Task.objects.filter(person=person, kind="ask_how_it_goes", status="open").values_list("key", flat=True):
        followup.complete_by_key(key=key, by=by, at=at)
    return talk
