"""One and the same: a person who takes part is also a volunteer, or would like to be (R263).

The municipality's own staff know that the two are one, and nobody else: the association sees a volunteer, the group a
member. Neither is lost when the other changes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from brobygger.communities.volunteers.models import AlsoTakesPart, Interest, Pair
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import join_in
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person
from brobygger.registry.people.queries import may_be_contacted


def of_person(*, person_id: UUID, by: Actor) -> list[AlsoTakesPart]:
    """What the person does as a volunteer, or has asked to do; the newest first. One query."""
    with for_the_municipality(by):
        rows = AlsoTakesPart.objects.filter(person_id=person_id).select_related(
            "volunteer__organisation", "interest__organisation", "interest__membership__organisation"
        )
        return list(rows.order_by("-since", "id"))


def volunteers(*, by: Actor, at: datetime) -> list[Membership]:
    """Every volunteer of the municipality today, by name. One query."""
    today = local_date(at)
    with for_the_municipality(by):
        found = Membership.objects.filter(role=Role.VOLUNTEER, since__lte=today).select_related("organisation")
        return list(found.filter(Q(until__isnull=True) | Q(until__gte=today)).order_by("name", "id")[:300])


@transaction.atomic
def are_one(*, person: Person, volunteer_id: UUID, by: Actor, at: datetime) -> AlsoTakesPart:
    """The volunteer is this person. Said twice is once. Raises Refusal where they are a pair: two people."""
    with for_the_municipality(by):
        if Pair.objects.filter(person=person, volunteer_id=volunteer_id, until__isnull=True).exists():
            raise Refusal(_("De to er makkere. Så er det to forskellige mennesker."))
        made, _new = AlsoTakesPart.objects.get_or_create(
            person=person, volunteer_id=volunteer_id, defaults={"since": local_date(at), "made_by_id": by.user_id}
        )
    return made


@transaction.atomic
def would_like(
    *, person: Person, organisation: Organisation | None, role: str, shared_id: UUID, by: Actor, at: datetime
) -> Interest:
    """The person would like to be a volunteer too: the same way in as everybody's, with what is known already."""
    if not may_be_contacted(person):
        raise Refusal(_("Borgeren skal ikke kontaktes."))
    facts = {
        "name": f"{person.given_name} {person.family_name}", "phone": person.phone, "email": person.email,
        "area": person.city, "role_wanted": role, "languages": list(person.languages), "channel": "other",
    }  # fmt: skip
    with for_the_municipality(by):
        interest = join_in.interested(shared_id=shared_id, organisation=organisation, facts=facts, by=by, at=at)
    has_asked(person=person, interest=interest, by=by, at=at)
    return interest


def has_asked(*, person: Person, interest: Interest, by: Actor, at: datetime) -> None:
    """The one who would like to be a volunteer is this person: the two are erased together. Said twice is once."""
    with for_the_municipality(by):
        AlsoTakesPart.objects.get_or_create(
            person=person, interest=interest, defaults={"since": local_date(at), "made_by_id": by.user_id}
        )


def is_one(*, person_id: UUID, volunteer_id: UUID) -> bool:
    """Whether the volunteer is the person: nobody is paired with himself or herself. One query."""
    same = Q(volunteer_id=volunteer_id) | Q(interest__membership_id=volunteer_id)
    return AlsoTakesPart.objects.filter(same, person_id=person_id).exists()


def all_who_are_one() -> list[tuple[UUID, UUID]]:
    """(person, volunteer) of everybody who is both. One query."""
    rows = AlsoTakesPart.objects.values_list("person_id", "volunteer_id", "interest__membership_id")
    return [(person, volunteer or become) for person, volunteer, become in rows if volunteer or become]


def is_volunteer(*, person_id: UUID, by: Actor) -> bool:
    """Whether the person is a volunteer too, also one who has stopped. One query."""
    become = Q(volunteer__isnull=False) | Q(interest__membership__isnull=False)
    with for_the_municipality(by):
        return AlsoTakesPart.objects.filter(become, person_id=person_id).exists()


@transaction.atomic
def gone(*, person: Person, by: Actor, at: datetime) -> None:
    """The person has died or moved: who met this volunteer must not wait in vain. The association gets a task."""
    plans: list[tuple[Planned, UUID | None]] = []
    for row in of_person(person_id=person.id, by=by):
        volunteer = row.volunteer or (row.interest.membership if row.interest else None)
        if volunteer is not None:
            plan = Planned(
                key=f"volunteer_gone:{volunteer.id}", rule="volunteer_gone", kind="volunteer_gone",
                due=local_date(at) + timedelta(days=1),
                holder=Holder(Role.ASSOCIATION_LEADER, organisation_id=volunteer.organisation_id),
                why={"about": volunteer.name},
            )  # fmt: skip
            plans.append((plan, None))
    followup.stand(plans=plans, withdrawn=(), at=at)
