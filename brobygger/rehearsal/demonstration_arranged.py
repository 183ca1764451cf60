"""Days laid before several, a visit that a member arranges, pages for a pair, and papers kept, in the town."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.communities.groups.models import Group, Member
from brobygger.communities.volunteers import joining
from brobygger.communities.volunteers.models import Demands, Pair
from brobygger.journeys import arrange, choose_day, own_pair, their_way
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.orders.models import DayAnswer
from brobygger.pathway.referrals.models import Referral
from brobygger.programmes.governance import operations as governance
from brobygger.programmes.governance.models import Agreement
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import operations as training
from brobygger.programmes.training.models import CourseDay, DayIdea
from brobygger.registry.people.acting import acting_as
from brobygger.rehearsal.demonstration_cast import membership_of
from brobygger.rehearsal.stage import moment

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

# One empty page: the paper that was signed is only a place in the demonstration.
_SIGNED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def fill(town: Town, programme: Programme) -> None:
    """Bent asks three about three days; a member finds a guide; Ole's pair has its pages; Lone keeps the papers."""
    _days(town)
    _arranged(town)
    _pair(town)
    _their_way(town)
    _papers(town, programme)
    _workshop(town)


def _days(town: Town) -> None:
    with acting_as(town.actors["bent"]) as bent:
        group = Group.objects.filter(organisation_id=bent.home).select_related("host").order_by("name", "id").first()
        if group is None:
            return
        wanted = [(moment(town.today + timedelta(days=n), 13), "Museet på Torvet") for n in (24, 26, 31)]
        asked = [
            {"kind": "visit", "name": "Museet på Torvet", "email": "besoeg@museet.example", "phone": ""},
            {"kind": "taxi", "name": "Byens Taxa", "email": "", "phone": "22 00 00 41"},
            {"kind": "speaker", "name": "Guide Gerda", "email": "", "phone": "22 00 00 42"},
        ]
        choice = choose_day.lay(
            group=group, what="Besøg på museet", wanted=wanted, answer_by=town.today + timedelta(days=10),
            asked=asked, by=bent, at=town.now,
        )  # fmt: skip
        said = {"Byens Taxa": {0: "yes", 1: "yes", 2: "no"}, "Guide Gerda": {0: "no", 1: "yes", 2: "perhaps"}}
        for row in DayAnswer.objects.filter(choice=choice, name__in=said):
            choose_day.say(row=row, answers=said[row.name], words="", how="phone", by=bent, at=town.now)


def _arranged(town: Town) -> None:
    with acting_as(town.actors["bent"]) as bent:
        ahead = Session.objects.filter(organisation_id=bent.home, status="planned", starts_at__gt=town.now)
        for session in ahead.select_related("group__host", "organisation").order_by("starts_at")[:20]:
            member = Member.objects.filter(group=session.group, until__isnull=True).order_by("since", "id").first()
            if member is not None:
                arrange.hand_over(
                    session=session, member=member, about="En guide til en gåtur i byen", by=bent, at=town.now
                )
                break


def _pair(town: Town) -> None:
    with acting_as(town.actors["mette"]) as mette:
        ole = membership_of(town.actors["ole"])
        pair = Pair.objects.filter(until__isnull=True, volunteer=ole).order_by("id").first()
        if pair is not None:
            own_pair.send(pair=pair, by=mette, at=town.now)
        row = Demands.objects.filter(organisation_id=mette.home).first()
        told = {"kinds": row.kinds if row else ["talk", "secrecy"], "hour_dkk": 120}
        joining.demand(organisation=town.organisations["kommune"], told=told, by=mette, at=town.now)


def _their_way(town: Town) -> None:
    with acting_as(town.actors["bent"]) as bent:
        found = Referral.objects.filter(receiver_id=bent.home, status="accepted").order_by("-answered_at", "id").first()
        if found is not None:
            their_way.look_back(
                referral=found, gave="much", goes_on="here", words="Kommer hver gang og har fået en at følges med.",
                by=bent, at=town.now,
            )  # fmt: skip


def _papers(town: Town, programme: Programme) -> None:
    with acting_as(town.actors["lone"]) as lone:
        agreement = Agreement.objects.filter(programme=programme, ended_on__isnull=True).order_by("id").first()
        if agreement is None:
            return
        governance.keep_paper(
            agreement=agreement, text="Parterne mødes hvert halve år og ser på, hvad der skal være anderledes.",
            file_name="aftale-underskrevet.pdf", content=_SIGNED, by=lone, at=town.now,
        )  # fmt: skip
        due = min(town.today + timedelta(days=12), agreement.ends_on or town.today + timedelta(days=12))
        governance.promise_step(
            agreement=agreement, text="Fem foreninger tager imod", due_on=max(due, agreement.starts_on), owner=None,
            by=lone, at=town.now,
        )  # fmt: skip


def _workshop(town: Town) -> None:
    with acting_as(town.actors["lone"]) as lone:
        day = CourseDay.objects.filter(held_on__lte=town.today).order_by("-id").first()
        if day is None:
            return
        training.tell_results(
            day=day, results="Medarbejderne vil spørge åbent, før de stiller de tre spørgsmål.",
            ideas=["En bænk ved brugsen", "Kaffe i vaskeriet hver tirsdag"], by=lone, at=town.now,
        )  # fmt: skip
        idea = DayIdea.objects.filter(day=day).order_by("id")[0]
        training.settle_idea(idea=idea, outcome="done", came_of_it="Den blev sat op i foråret.", by=lone, at=town.now)
