"""Life in Bent's groups in the demonstration municipality: habits, roles, duties in turn, a meal, and a change told."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups import secrecy
from brobygger.communities.groups.models import Group, Member
from brobygger.journeys import gather, group_life
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.attendance import session_operations as keeping
from brobygger.pathway.attendance.meeting_rules import Facts
from brobygger.pathway.attendance.models import Session
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.acting import acting_as
from brobygger.rehearsal.demonstration_cast import membership_of
from brobygger.rehearsal.stage import moment

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

RULES = "Vi lytter til hinanden. Det, der bliver sagt, bliver i rummet. Den, der ikke kan komme, ringer."
_HABITS = {
    "agenda": ["Ugen, der er gået", "Kort og kaffe"],
    "duties": ["Kaffe", "Kage", "Tænde lys"],
    "needs": ["agenda", "duties", "ideas"],
    "rules": RULES,
}


_SECRECY = "Det, vi hører om hinanden i gruppen, fortæller vi ikke videre."


def fill(town: Town) -> None:
    """The men's group has chosen who keeps it going; a lunch is planned; the time after next is moved."""
    with acting_as(town.actors["bent"]) as bent:
        group = Group.objects.select_related("organisation", "host", "programme").get(name="Torsdagsherrerne")
        members = list(Member.objects.filter(group=group, until__isnull=True).order_by("since", "id"))
        _chosen(town, bent, group, members)
        _sessions(town, bent, group)
        _lunch(town, bent, group, members)
        group_life.note_trouble(
            group=group, kind="left_out", words="Preben sidder tit alene ved vinduet.", by=bent, at=town.now
        )


def _chosen(town: Town, bent: Actor, group: Group, members: list[Member]) -> None:
    group_life.keep_habits(group=group, facts=_HABITS, by=bent, at=town.now)
    since = town.today - timedelta(days=20)
    for member, role in zip(members, ("convener", "instructor"), strict=False):
        groups.take_role(member=member, role=role, since=since, by=bent, at=town.now)
    groups.describe_member(member=members[0], facts={"carries": True}, by=bent, at=town.now)
    agreed = [member.person_id for member in members[:3]]
    groups.say_yes_to_rules(group=group, person_ids=agreed, version=1, on=since, by=bent)
    group_life.keep_habits(group=group, facts={"secrecy": _SECRECY}, by=bent, at=town.now)
    secrecy.promise(group=group, person_ids=agreed, said_on=since, by=bent, at=town.now)
    museum = groups.suggest(group=group, words="En tur til jernbanemuseet", decided=False, by=bent, at=town.now)
    groups.settle(idea=museum, outcome="planned", came_of_it="Vi kører i maj.", by=bent, at=town.now)
    groups.suggest(group=group, words="En anden slags kaffe", decided=False, by=bent, at=town.now)


def _sessions(town: Town, bent: Actor, group: Group) -> None:
    for session in Session.objects.filter(group=group, status="held"):
        keeping.count_faces(session=session, glad=3, so_so=1, sad=0, by=bent, at=town.now)
    ahead = Session.objects.select_related("group").filter(group=group, status="planned", starts_at__gt=town.now)
    coming = list(ahead.order_by("starts_at"))
    for session in coming[:1]:
        gather.share_duties(session=session, by=bent, at=town.now)
        gather.book(session=session, room_id=None, host_ids=[membership_of(bent).id], onward=True, by=bent, at=town.now)
    for session in coming[1:2]:
        facts = Facts(session.starts_at + timedelta(hours=1), "Biblioteket, Torvet 1")
        gather.alter(session=session, facts=facts, why="Foreningshuset bliver malet.", by=bent, at=town.now)


def _lunch(town: Town, bent: Actor, group: Group, members: list[Member]) -> None:
    """A lunch once a month for some of the men, sixty kroner, half when one says no too late."""
    lunch = groups.start(
        organisation=group.organisation, name="Fællesspisning", size_min=4, size_max=20, by=bent,
        at=moment(town.today - timedelta(days=30)), host=membership_of(bent), place="Foreningshuset, Nørregade 4",
    )  # fmt: skip
    facts = {
        "kind": "meal", "needs": ["menu", "seats", "sign_off", "guests"], "price_dkk": Decimal(60), "late": "half",
        "sign_off_hours": 48, "seats": 20, "duties": ["Dække bord"],
    }  # fmt: skip
    group_life.keep_habits(group=lunch, facts=facts, by=bent, at=town.now)
    for member in members[:4]:
        groups.join(group=lunch, person=member.person, since=town.today, by=bent, at=town.now)
    (session,) = group_life.plan_sessions(
        group=lunch, starts=[moment(town.today + timedelta(days=6), 12)], by=bent, at=town.now
    )
    told = {"menu": "Stegt flæsk med persillesovs og citronfromage", "agenda": "Velkomst\nMiddag\nFællessang"}
    keeping.describe(session=session, facts=told, by=bent, at=town.now)
    said = {member.person_id: number != 2 for number, member in enumerate(members[:3])}
    attendance.promise_many(session=session, promised=said, by=bent, at=town.now)
