"""The people with names, placed so that every first screen has something to do today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups.models import Group
from brobygger.communities.offers.models import Offer
from brobygger.communities.volunteers import operations as volunteers
from brobygger.foundation.kernel import cpr
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import agree, answer, ask, attend, find, follow, meet, refer, screen, wish
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.attendance import queries as attendance_queries
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.pathway.referrals import queries as referrals
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.policy import Fields
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.rehearsal.moves import answers_for
from brobygger.rehearsal.stage import Stage, moment

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

SHARED = (Fields.NAME, Fields.CONTACT, Fields.ADDRESS, Fields.WALKING, Fields.WISHES)


def set_the_scene(town: Town, stages: dict[str, Stage]) -> None:
    """Aase waits for Mette, Inger for Bent, Gerda has Ole, and Karin has three visits today."""
    stage = stages["001-favrskov"]
    _aase(town, stage)
    group = _bents_group(town, stage)
    _inger(town, stage)
    _kaj(town, stage, group)
    _gerda(town, stage)
    _visits_today(town, stage)
    _tips(town)


def _person(town: Town, given_name: str, family_name: str, age: int, sex: Any, **facts: Any) -> Person:
    born = date(town.today.year - age, 1, 2)
    number = cpr.parse(cpr.fake(born, sex, serial=900 + age), allow_test=True, today=town.today)
    usual = {"postcode": "9998", "city": "Eksempelkøbing", "household": "alone", "unit_id": town.units["north"].id}
    return people.add_person(
        by=town.actors["karin"], at=_days_ago(town, 30), given_name=given_name, family_name=family_name,
        found_by="home_care", cpr=number, **{**usual, **facts},
    )  # fmt: skip


def membership_of(actor: Actor) -> Membership:
    assert actor.membership_id is not None  # everybody in the town has one
    return Membership.objects.get(id=actor.membership_id)


def _days_ago(town: Town, days: int, hour: int = 10) -> datetime:
    return moment(town.today - timedelta(days=days), hour)


def _to_yes(town: Town, stage: Stage, person: Person, *, score: int, days_ago: int) -> Episode:
    """Found, asked, screened and said yes, on one home-care visit."""
    karin, at = town.actors["karin"], _days_ago(town, days_ago)
    episode = find.begin(person=person, programme=stage.programme, found_by="home_care", by=karin, at=at)
    screen.screen(
        episode=episode, screening_id=new_id(), instrument="t-ils@2", answers=answers_for("t-ils@2", score),
        answered_by="person", mode="visit", by=karin, at=at,
    )  # fmt: skip
    agree.say_yes(episode=episode, how="spoken", by=karin, at=at)
    return episode


def _aase(town: Town, stage: Stage) -> None:
    """Aase, 82: seven points and a yes ten days ago. Mette must be there within fourteen days."""
    with acting_as(town.actors["mette"]):
        aase = _person(
            town, "Aase", "Andersen", 82, "female", address="Åvej 8", phone="21 00 00 82", civil_status="widowed",
            housing="flat", home_help_hours="6.0", walks_m=300, walking_aid="walker", latitude=56.204,
            longitude=10.902, languages=["dansk"],
        )  # fmt: skip
        people.add_relative(
            person=aase, name="Hanne Andersen", relation="datter", phone="21 00 00 50", may_be_contacted=True,
            by=town.actors["karin"], at=_days_ago(town, 10),
        )  # fmt: skip
        _to_yes(town, stage, aase, score=7, days_ago=10)


def _bents_group(town: Town, stage: Stage) -> Group:
    """The men's group: five men, two sessions behind them, last Thursday's not written down yet, and one to come."""
    bent = town.actors["bent"]
    last = town.today - timedelta(days=(town.today.weekday() - 3) % 7 or 7)
    with acting_as(town.actors["mette"]) as mette:
        group = groups.start(
            organisation=stage.receiver, name="Torsdagsherrerne", size_min=6, size_max=12, programme=stage.programme,
            offer=Offer.objects.get(name="Torsdagsherrerne"), host=membership_of(bent),
            place="Foreningshuset, Nørregade 4",
            weekday=3, by=mette, at=_days_ago(town, 60),
        )  # fmt: skip
        days = [last + timedelta(days=14 * n) for n in range(-2, 3)]
        sessions = attendance.plan_sessions(
            group=group, starts=[moment(day, 14) for day in days], by=mette, at=_days_ago(town, 60)
        )
        for number, (given, family) in enumerate(_HERRER):
            man = _person(town, given, family, 68 + number, "male", phone=f"21 00 10 0{number}")
            episode = _to_yes(town, stage, man, score=5, days_ago=60)
            _accepted(town, episode, group, at=_days_ago(town, 55), first=days[0])
            _called(town, episode, at=_days_ago(town, 45))
    with acting_as(bent):
        for number, session in enumerate(sessions[:2]):
            expected = list(attendance_queries.expected(bent, session.id).values_list("person_id", flat=True))
            came = {person_id: (number, place) != (1, 0) for place, person_id in enumerate(expected)}
            attend.register(session=session, came=came, by=bent, at=session.starts_at + timedelta(hours=2))
    return group


def _called(town: Town, episode: Episode, *, at: datetime) -> None:
    """The host has talked with the person before the first time."""
    contact = FirstContact.objects.get(episode=episode, status="planned")
    meet.reached(contact=contact, companion=False, note="", by=town.actors["bent"], at=at)


_HERRER = (("Egon", "Falk"), ("Holger", "Toft"), ("Arne", "Juhl"), ("Preben", "Dam"), ("Orla", "Quist"))


def _accepted(town: Town, episode: Episode, group: Group, *, at: datetime, first: date) -> None:
    """Wishes, consent, referral and the association's yes."""
    mette, bent = town.actors["mette"], town.actors["bent"]
    said = {"interests": ["kort", "snak"], "company": "group", "wants_companion": False}
    wish.map_wishes(episode=episode, wishes=said, mode="visit", by=mette, at=at)
    offer = Offer.objects.select_related("organisation").get(name="Torsdagsherrerne")
    assert offer.organisation is not None  # every offer of the town has one
    agree.agree_to_share(episode=episode, receiver=offer.organisation, data=SHARED, how="spoken", by=mette, at=at)
    referral = refer.refer(episode=episode, offer=offer, words="", by=mette, at=at)
    answer.accept(
        referral=referral, host=membership_of(bent), host_name=bent.name, group=group,
        first_session_on=first, by=bent, at=at + timedelta(days=2),
    )  # fmt: skip


def _inger(town: Town, stage: Stage) -> None:
    """Inger, 78, has been sent to Bent's association and waits for an answer."""
    with acting_as(town.actors["mette"]) as mette:
        inger = _person(
            town, "Inger", "Iversen", 78, "female", address="Møllevej 12", phone="21 00 00 78", walks_m=500,
            walking_aid="none", housing="house", civil_status="widowed",
        )  # fmt: skip
        episode = _to_yes(town, stage, inger, score=6, days_ago=12)
        at = _days_ago(town, 4)
        said = {"interests": ["sang", "snak"], "company": "group", "wants_companion": True, "weekdays": [3]}
        wish.map_wishes(episode=episode, wishes=said, mode="visit", by=mette, at=at)
        offer = Offer.objects.select_related("organisation").get(name="Syng sammen om torsdagen")
        assert offer.organisation is not None
        agree.agree_to_share(episode=episode, receiver=offer.organisation, data=SHARED, how="spoken", by=mette, at=at)
        words = "Inger har sunget i kor hele livet. Hun vil gerne følges med nogen den første gang."
        refer.refer(episode=episode, offer=offer, words=words, by=mette, at=at)


def _kaj(town: Town, stage: Stage, group: Group) -> None:
    """Kaj, 74, begins on Thursday; Bent must call him before."""
    with acting_as(town.actors["mette"]):
        kaj = _person(town, "Kaj", "Kjær", 74, "male", phone="21 00 00 74", address="Havnevej 3", walks_m=1500)
        episode = _to_yes(town, stage, kaj, score=6, days_ago=20)
        coming = attendance_queries.sessions_of(town.actors["mette"], group.id).filter(starts_at__gt=town.now).first()
        assert coming is not None  # two are planned
        _accepted(town, episode, group, at=_days_ago(town, 5), first=local_date(coming.starts_at))


def _gerda(town: Town, stage: Stage) -> None:
    """Gerda, 88, has Ole as a visiting friend."""
    mette, ole = town.actors["mette"], town.actors["ole"]
    with acting_as(mette):
        gerda = _person(
            town, "Gerda", "Gram", 88, "female", phone="21 00 00 88", address="Lindealle 5", walking_aid="wheelchair",
            civil_status="widowed", housing="sheltered",
        )  # fmt: skip
        episode = _to_yes(town, stage, gerda, score=8, days_ago=50)
        at = _days_ago(town, 40)
        said = {"interests": ["snak", "bøger"], "company": "one_to_one", "place": "home"}
        wish.map_wishes(episode=episode, wishes=said, mode="visit", by=mette, at=at)
        offer = Offer.objects.select_related("organisation").get(name="Besøgsven hjemme hos dig")
        assert offer.organisation is not None
        consent = agree.agree_to_share(
            episode=episode, receiver=offer.organisation, data=SHARED, how="spoken", by=mette, at=at
        )
        referral = refer.refer(episode=episode, offer=offer, words="", by=mette, at=at)
        answer.accept(
            referral=referrals.whole(referral.id), host=None, host_name=ole.name, group=None, first_session_on=None,
            by=town.actors["bent"], at=_days_ago(town, 36),
        )  # fmt: skip
        _called(town, episode, at=_days_ago(town, 34))
        volunteers.pair(
            person=gerda, volunteer=membership_of(ole), consent=consent,
            since=town.today - timedelta(days=30), next_on=town.today + timedelta(days=1), by=mette,
            at=_days_ago(town, 30),
        )  # fmt: skip


def _visits_today(town: Town, stage: Stage) -> None:
    """Karin asks three people on the visits they get anyway; one of them by phone."""
    karin = town.actors["karin"]
    with acting_as(town.actors["mette"]):
        for number, (given, family, age) in enumerate(
            (("Ruth", "Ravn", 84), ("Villy", "Vang", 76), ("Edith", "Holst", 91))
        ):
            person = _person(
                town, given, family, age, "male" if given == "Villy" else "female", phone=f"21 00 20 0{number}",
                address=f"Engvej {number + 2}", home_help_hours="7.5", cognitive_impairment=given == "Edith",
            )  # fmt: skip
            episode = find.begin(
                person=person, programme=stage.programme, found_by="home_care", by=karin, at=_days_ago(town, 2)
            )
            ask.offer_visits(
                episodes_to_ask=[episode], planned_at=[moment(town.today, 9 + 2 * number)], by=karin,
                at=_days_ago(town, 2), employee=karin, mode="phone" if given == "Villy" else "visit",
            )  # fmt: skip


def _tips(town: Town) -> None:
    """Two words of worry that nobody has taken up, and one about Gerda."""
    karin = town.actors["karin"]
    with acting_as(karin):
        find.send_tip(
            tip_id=new_id(), about_name="Verner Skov", about_address="Skolegade 14, 2. tv.", about_phone="",
            worry="Maden står urørt, når jeg kommer igen. Gardinerne er trukket for midt på dagen.",
            sender_kind="meal_delivery", by=karin, at=_days_ago(town, 1),
        )  # fmt: skip
    with acting_as(town.actors["bent"]) as bent:
        find.send_tip(
            tip_id=new_id(), about_name="Solveig Bruun", about_address="Strandstien 3", about_phone="21 00 30 01",
            worry="Hun mistede sin mand i foråret og kommer ikke længere til gymnastik.", sender_kind="association",
            by=bent, at=_days_ago(town, 3),
        )  # fmt: skip
    with acting_as(town.actors["ole"]) as ole:
        gerda = Person.objects.get(family_name="Gram")
        follow.report_worry(
            person=gerda, words="Gerda var træt og ville ikke have kaffe, som hun plejer.",
            worry_id=new_id(), by=ole, at=_days_ago(town, 0, 7),
        )  # fmt: skip
