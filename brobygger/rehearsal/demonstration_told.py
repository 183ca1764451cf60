"""What the demonstration municipality tells, again and again: greetings, the leader's visits, a film, questions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.communities.offers.models import Offer
from brobygger.communities.reach import films
from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import answer_question, ask_to_refer, meet_offers, see_units
from brobygger.journeys.report_paper import paper
from brobygger.programmes.presence import operations as presence
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import folders, materials, release
from brobygger.programmes.training.models import Course
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.rehearsal.demonstration_cast import membership_of

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

_CAME_UP = "Aftenholdet hører sjældent, hvad der blev af dem, de skrev om."

_CARDS = {
    "language": "da", "title": "Kort til at tale sammen om", "how": "Klip kortene ud. Træk et, og tal om det to og to.",
    "cards": [
        "Hvem har du tænkt på i denne uge?", "Hvordan spørger du, uden at det bliver svært?",
        "Hvad gør du, når svaret er nej?", "Hvem fortæller du det til?",
    ],
}  # fmt: skip


def fill(town: Town, programme: Programme) -> None:
    """Greetings to a unit and the housing association, two visits, a film on the net, and what Aase asks."""
    _presence(town, programme)
    _teaching(town, programme)
    with acting_as(town.actors["mette"]) as mette:
        _film(town)
        for person in Person.objects.filter(given_name="Aase", died_on__isnull=True, never_contact=False)[:1]:
            today, at = local_date(town.now), town.now
            asked = answer_question.ask(
                person=person, words="Hvem kender jeg der, når jeg kommer?", way="phone", asked_on=today,
                due=today + answer_question.ANSWER_WITHIN, by=mette, at=at,
            )  # fmt: skip
            answer_question.answer(
                question=asked,
                words="Bent tager imod ved døren, og han ringer dagen før.",
                way="phone",
                by=mette,
                at=at,
            )
            answer_question.ask(
                person=person, words="Hvad koster det, og hvordan betaler man?", way="visit", asked_on=today,
                due=today + answer_question.ANSWER_WITHIN, by=mette, at=at,
            )  # fmt: skip
        day = meet_offers.plan(
            name="Temadag om at være sammen", kind="theme_day", day=local_date(town.now) + timedelta(days=20),
            place="Hallen", by=mette, at=town.now,
        )  # fmt: skip
        meet_offers.evening(
            day=day, on=day.day + timedelta(days=7), begins=None, place="Biblioteket", by=mette, at=town.now
        )


def _presence(town: Town, programme: Programme) -> None:
    with acting_as(town.actors["lone"]) as lone:
        begun = town.now - timedelta(days=45)
        for organisation, unit in (("kommune", town.units["north"]), ("housing", None)):
            presence.begin(
                organisation=town.organisations[organisation], unit=unit, way="email", every_weeks=6, by=lone, at=begun
            )
    with acting_as(town.system):
        ask_to_refer.watch(by=town.system, at=begun)
    with acting_as(town.actors["lone"]) as lone:
        presence.choose_rhythm(programme=programme, every_weeks=8, by=lone, at=begun)
        told = {"who_was_there": "Karin og aftenholdet", "came_up": _CAME_UP, "next_step": "Fem minutter hver onsdag"}
        visit = presence.been(
            programme=programme, unit=town.units["north"], held_on=local_date(begun), visitor=lone.name, told=told,
            by=lone, at=begun,
        )  # fmt: skip
        see_units.agreed(visit=visit, whose="unit", due=None, by=lone, at=begun)
        presence.arrange(
            programme=programme, unit=town.units["south"], planned_on=local_date(town.now) + timedelta(days=9),
            visitor=lone.name, by=lone, at=town.now,
        )  # fmt: skip
    with acting_as(town.actors["gitte"]) as gitte:
        presence.met(
            programme=programme, unit=town.units["south"], held_on=local_date(town.now) - timedelta(days=12),
            point="Hvem kan vi spørge den næste uge?", by=gitte, at=town.now,
        )  # fmt: skip
        release.ask(
            programme=programme, membership=membership_of(gitte), whole_unit=True, minutes=4 * 60, by=gitte,
            why="To af os skal kunne tage med den første gang.", at=town.now,
        )  # fmt: skip


def _teaching(town: Town, programme: Programme) -> None:
    with acting_as(town.actors["lone"]) as lone:
        course = Course.objects.filter(programme=programme, closed_on__isnull=True).order_by("title").first()
        before = town.now - timedelta(days=90)
        first = materials.keep(
            programme=programme, name="Kort til at tale sammen om", course=course, file=None, what_is_new="",
            link="https://eksempel.dk/kort", used_from=local_date(before), by=lone, at=before,
        )  # fmt: skip
        materials.keep(
            programme=programme, name="Kort til at tale sammen om", course=course, link="",
            file=("kort.pdf", paper("talk_cards.typ", _CARDS)), what_is_new="Kortere, og til at tale om to og to.",
            used_from=local_date(town.now), replaces=first, by=lone, at=town.now,
        )  # fmt: skip
        folders.put_out(
            programme=programme, place="Personalerummet i Hjemmeplejen Nord", filled_on=local_date(before), by=lone,
            at=before,
        )  # fmt: skip
        if course is not None and course.form != "group_work":
            change = materials.teach_otherwise(
                course=course, to_form="group_work", why="Ingen spurgte om noget efter oplægget.", by=lone,
                at=town.now - timedelta(days=40),
            )  # fmt: skip
            materials.tell_what_came(
                change=change,
                came_of_it="Alle sagde noget, og fire skrev en besked ugen efter.",
                by=lone,
                at=town.now - timedelta(days=25),
            )


def _film(town: Town) -> None:
    """Bent's film lies on the net: the demonstration brings no film of its own."""
    with acting_as(town.actors["bent"]) as bent:
        offer = Offer.objects.filter(organisation=town.organisations["association"], published=True).order_by("name")[0]
        film = films.make(
            offer=offer, title="En onsdag hos os", link="https://eksempel.dk/film", by=bent, at=town.now
        )  # fmt: skip
        films.write(
            film=film, title="En onsdag hos os", nobody_seen=False, link_has_captions=True, by=bent, at=town.now,
            transcript="Døren går op. Bent siger: »Velkommen til. Kaffen er klar.« Ib finder to kopper.",
        )  # fmt: skip
        films.agree(film=film, name="Ib Iversen", how="spoken", by=bent, at=town.now)
        films.show(film=film, by=bent, at=town.now)
