"""The programme office of the demonstration: what Lone has written down in a year, and what waits for her today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from brobygger.journeys import onward as going_on
from brobygger.pathway.referrals import onward
from brobygger.programmes.anchoring import operations as anchoring
from brobygger.programmes.finances import applications, mileage, proposals
from brobygger.programmes.finances import operations as finances
from brobygger.programmes.finances.rules import criteria_of
from brobygger.programmes.governance import operations as governance
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import units as running_units
from brobygger.programmes.training import operations as training
from brobygger.registry.access.models import Membership
from brobygger.registry.access.policy import Fields
from brobygger.registry.people.acting import acting_as
from brobygger.rehearsal.demonstration_cast import membership_of

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

KRONER = 100  # øre


def furnish(town: Town, programme: Programme) -> None:
    """Groups, agreements, risks, courses, money and the plan for afterwards, as a year leaves them."""
    with acting_as(town.actors["lone"]) as lone:
        told = {"by": lone, "at": town.now}
        people = {name: membership_of(town.actors[name]) for name in ("lone", "mette", "karin")}
        _governance(town, programme, people, told)
        _training(town, programme, people, told)
        _money(town, programme, told)
        _anchoring(town, programme, people, told)
        going_on.name_holder(programme=programme, holder=town.organisations["association"], by=lone, at=town.now)
    _asked_again(town, programme)


def _day(town: Town, days: int) -> date:
    """So many days from today; negative: ago."""
    return town.today + timedelta(days=days)


def _governance(town: Town, programme: Programme, people: dict[str, Membership], told: dict[str, Any]) -> None:
    steering = governance.set_up(
        programme=programme, name="Styregruppen", kind="steering", task="Beslutter om penge, mål og forankring.",
        may_decide=True, begins_on=_day(town, -340), meets_every_days=91, **told,
    )  # fmt: skip
    local = governance.set_up(
        programme=programme, name="Arbejdsgruppen", kind="working", may_decide=False, begins_on=_day(town, -330),
        task="Ser på, hvor borgerne venter, og foreslår, hvad der skal ændres.", meets_every_days=42, **told,
    )  # fmt: skip
    governance.take_seat(council=steering, name=people["lone"].name, membership=people["lone"], chairs=True, **told)
    governance.take_seat(council=steering, name="Ulla Udvalgsformand", **told)
    governance.take_seat(council=steering, name="Bent Birk", organisation=town.organisations["association"], **told)
    governance.take_seat(council=local, name=people["mette"].name, membership=people["mette"], chairs=True, **told)
    governance.take_seat(council=local, name="Pernille Præst", organisation=town.organisations["parish"], **told)
    governance.meet(
        council=steering, held_on=_day(town, -60), agenda="Halvårets tal\nHvem tager over",
        decisions=["Hjemmeplejen Nord begynder også.", "Foreningen bliver spurgt, om den vil tage over."],
        owner=people["lone"], due_on=_day(town, -3), **told,
    )  # fmt: skip
    governance.meet(
        council=local, held_on=_day(town, -20), agenda="Ventetiden fra ja til første kontakt",
        decisions=["Værten ringer inden for en uge."], owner=people["mette"], due_on=_day(town, 10), **told,
    )  # fmt: skip
    units = list(running_units(town.actors["lone"], programme))
    for place, (name, chair) in enumerate((("Lokalgruppe Nord", "karin"), ("Lokalgruppe Syd", "mette"))):
        group = governance.set_up(
            programme=programme, name=name, kind="local", begins_on=_day(town, -300), next_meets_on=_day(town, 12),
            task="Kender området og dem, der bor der.", units=[one.id for one in units[place::2]], **told,
        )  # fmt: skip
        governance.take_seat(council=group, name=people[chair].name, membership=people[chair], chairs=True, **told)
    governance.take_on(programme=programme, owner=people["mette"], what="Kontakt til foreningerne", **told)
    governance.agree(
        programme=programme, kind="cooperation", about="Modtagelse af borgere i foreningens grupper",
        parties={"Eksempelkøbing Kommune": "finder og følger", "Fællesskabet Eksempelkøbing": "tager imod og ringer"},
        starts_on=_day(town, -330), ends_on=_day(town, 40), owner=people["lone"], **told,
    )  # fmt: skip
    governance.note_risk(
        programme=programme, text="Bussen til herreturene bliver solgt", likelihood="middle", impact="high",
        do="Aftale med naboforeningen om deres bus", owner=people["mette"], look_on=_day(town, -2), **told,
    )  # fmt: skip
    governance.note_risk(
        programme=programme, text="Nye i hjemmeplejen kender ikke samtalen", likelihood="high", impact="low",
        do="Et kort indslag på hvert personalemøde", **told,
    )  # fmt: skip
    room = governance.keep(
        programme=programme, kind="room", name="Sal 2, Foreningshuset", place="Nørregade 4", seats=24,
        keeper="Bent Birk", note="Ingen trin. Nøglen hentes hos Bent.", **told,
    )  # fmt: skip
    governance.agree(
        programme=programme, kind="cooperation", about="Grupperne bliver i sal 2, også bagefter", asset=room,
        parties={"Eksempelkøbing Kommune": "betaler lyset", "Fællesskabet Eksempelkøbing": "lader salen stå åben"},
        starts_on=_day(town, -100), ends_on=_day(town, 600), owner=people["lone"], **told,
    )  # fmt: skip


def _training(town: Town, programme: Programme, people: dict[str, Membership], told: dict[str, Any]) -> None:
    talk = training.plan(
        programme=programme, title="Den gode samtale om at være alene", form="course",
        for_whom="Hjemmeplejen", topics="Tegn\nAt spørge uden at støde\nHvad der sker bagefter",
        must_before_start=True, refresher_after_days=365, sessions=1, minutes=180, owner=people["lone"], **told,
    )  # fmt: skip
    training.hold(
        course=talk, held_on=_day(town, -336), minutes=180, place="Rådhuset",
        members=[people["karin"], people["mette"]], names=[], unit=None, **told,
    )  # fmt: skip
    training.hold(
        course=talk, held_on=_day(town, -335), minutes=180, place="Hjemmeplejen Syd", members=[],
        names=["Susanne Sand", "Tina Toft", "Jens Juul"], unit=town.units["south"], **told,
    )  # fmt: skip
    training.plan(
        programme=programme, title="Sidemandsoplæring på første besøg", form="side_by_side", for_whom="Nye kolleger",
        topics="Spørgsmålene\nSamtykke", planned_on=_day(town, 21), minutes=60, owner=people["mette"], **told,
    )  # fmt: skip
    for days, code, minutes in ((-12, "coordination", 90), (-9, "companion", 120), (-4, "coordination", 45)):
        training.spend(
            programme=programme,
            membership=people["mette"],
            code=code,
            spent_on=_day(town, days),
            minutes=minutes,
            **told,
        )
    for days in (-13, -6):
        training.spend(
            programme=programme, membership=people["karin"], code="loneliness_time", spent_on=_day(town, days),
            minutes=30, **told,
        )  # fmt: skip


def _money(town: Town, programme: Programme, told: dict[str, Any]) -> None:
    grant = finances.grant(
        programme=programme, name="Fondsbevilling", kind="grant", giver="Fonden for Fællesskab (opdigtet)",
        purpose="Opsporing og brobygning i to år", amount_ore=900_000 * KRONER, starts_on=_day(town, -345),
        ends_on=_day(town, 385), **told,
    )  # fmt: skip
    pool = finances.grant(
        programme=programme, name="Klubpuljen", kind="pool", giver="Eksempelkøbing Kommune",
        purpose="Små beløb til nye grupper: kaffe, bus, lokale",
        criteria="Nye mennesker kan være med\nGruppen går selv ud og finder folk",
        amount_ore=60_000 * KRONER,
        starts_on=_day(town, -345), **told,
    )  # fmt: skip
    year = town.today.year
    finances.budget(programme=programme, initiative="Brobygger", amounts={year: 380_000, year + 1: 390_000}, **told)
    finances.budget(
        programme=programme, initiative="Oplæring", amounts={year: 60_000, year + 1: 30_000},
        footnote="Flest kurser det første år.", **told,
    )  # fmt: skip
    for days, kroner, text, initiative in (
        (-300, 185_000, "Løn, første halvår", "Brobygger"),
        (-320, 24_000, "Underviser og forplejning", "Oplæring"),
        (-110, 185_000, "Løn, andet halvår", "Brobygger"),
    ):
        finances.pay(
            programme=programme, amount_ore=kroner * KRONER, spent_on=_day(town, days), text=text, grant=grant,
            initiative=initiative, **told,
        )  # fmt: skip
    option = proposals.keep(
        programme=programme, option="60 borgere om året", yearly_dkk=410_000, first_year=year + 1, years=2, **told
    )
    proposals.decide(
        proposal=option, outcome="other", decided_dkk=390_000, decided_on=_day(town, -20),
        committee="Ældreudvalget (opdigtet)", remark="Alle stemte for. Udvalget ser på det igen om et år.", **told,
    )  # fmt: skip
    for kind, ore in (("km", 379), ("hour", 21_500)):
        mileage.set_rate(programme=programme, kind=kind, amount_ore=ore, from_on=_day(town, -345), **told)
    mileage.drive(
        programme=programme, membership=membership_of(town.actors["karin"]), driven_on=_day(town, -40), km=23,
        route="Nordbyen og Foreningshuset", grant=grant, **told,
    )  # fmt: skip
    finances.move(pool=pool, amount_ore=60_000 * KRONER, moved_on=_day(town, -345), what="Sat af i budgettet", **told)
    finances.move(
        pool=pool,
        amount_ore=-4_500 * KRONER,
        moved_on=_day(town, -90),
        what="Bustur",
        receiver="Torsdagsherrerne",
        **told,
    )
    asked = applications.apply(
        pool=pool, applicant="Havegruppen", contact="", for_what="Frø, jord og kaffe til en fælles have",
        asked_ore=3_000 * KRONER, applied_on=_day(town, -6), **told,
    )  # fmt: skip
    criteria = criteria_of(pool.criteria)
    applications.weigh(application=asked, weighed={criteria[0]: ("yes", "Der er plads til ti nye.")}, **told)


def _anchoring(town: Town, programme: Programme, people: dict[str, Membership], told: dict[str, Any]) -> None:
    anchoring.choose(
        programme=programme, model="association", settled=False, owner=people["lone"], ends_on=_day(town, 385),
        why="Foreningen har allerede værterne og lokalerne.", **told,
    )  # fmt: skip
    begun = anchoring.aim(
        programme=programme, phase="start", text="Foreningerne er med i styregruppen", due_on=_day(town, -300),
        owner=people["lone"], **told,
    )  # fmt: skip
    anchoring.reach(milestone=begun, **told)
    anchoring.aim(
        programme=programme, phase="middle", text="Aftale om, hvem der ringer til nye", due_on=_day(town, 30),
        owner=people["mette"], **told,
    )  # fmt: skip
    anchoring.aim(
        programme=programme, phase="end", text="Plads i kommunens budget", due_on=_day(town, 250), owner=people["lone"],
        **told,
    )  # fmt: skip
    anchoring.go_on(
        programme=programme, what="Værter i grupperne", taken_by="Fællesskabet Eksempelkøbing", pays="Foreningen",
        agreed_on=_day(town, -60), **told,
    )  # fmt: skip
    anchoring.go_on(programme=programme, what="Den første samtale i hjemmet", taken_by="Hjemmeplejen", **told)
    anchoring.go_on(programme=programme, what="Busture", **told)
    anchoring.ask_host(
        programme=programme, name="Fællesskabet Eksempelkøbing", asked_on=_day(town, -30),
        note="Bestyrelsen svarer efter generalforsamlingen.", **told,
    )  # fmt: skip
    anchoring.share(programme=programme, from_on=_day(town, 200), percent=50, **told)
    anchoring.share(programme=programme, from_on=_day(town, 385), percent=20, **told)


def _asked_again(town: Town, programme: Programme) -> None:
    """Mette has begun to ask whether what is known may go along: one has gone, one has said yes, one no, one thinks."""
    with acting_as(town.actors["mette"]) as mette:
        told: dict[str, Any] = {"by": mette, "at": town.now}
        some = list(onward.still_there(programme)[:4])
        for number, episode in enumerate(some):
            if number < 2:
                going_on.said_yes(
                    episode=episode, holder=town.organisations["association"], data=[Fields.NAME, Fields.CONTACT],
                    how="spoken", expires_on=_day(town, 365), **told,
                )  # fmt: skip
            elif number == 2:
                going_on.said_no(episode=episode, holder=town.organisations["association"], how="spoken", **told)
            else:
                going_on.asked(episode=episode, holder=town.organisations["association"], **told)
            if number == 0:
                going_on.hand_on(programme=programme, **told)
