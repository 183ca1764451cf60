"""Papers of a year in a programme's office, made by the real operations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any


def given_papers(cast: Any, programme: Any) -> None:
    """A steering group, an agreement that ends, a risk, a course with attendance, money, and a plan to live on."""
    from brobygger.programmes.anchoring import operations as anchoring
    from brobygger.programmes.finances import decisions
    from brobygger.programmes.finances import operations as finances
    from brobygger.programmes.governance import operations as governance
    from brobygger.programmes.training import operations as training
    from brobygger.registry.people.acting import acting_as

    told: dict[str, Any] = {"by": cast.lone, "at": cast.at}
    with acting_as(cast.lone):
        council = governance.set_up(
            programme=programme, name="Styregruppe", kind="steering", begins_on=cast.today - timedelta(days=200),
            may_decide=True, meets_every_days=90, task="Beslutter mål, penge og aftaler", **told,
        )  # fmt: skip
        for name in ("Inga Iversen, Ældre Sagen", "Per Poulsen, ældrechef"):
            governance.take_seat(council=council, name=name, **told)
        governance.agree(
            programme=programme, kind="cooperation", about="Røde Kors kontakter mændene", warn_weeks=8,
            parties={"Eksempelkøbing Kommune": "finder borgerne", "Røde Kors": "ringer før første gang"},
            starts_on=cast.today - timedelta(days=300), ends_on=cast.today + timedelta(days=40), **told,
        )  # fmt: skip
        governance.note_risk(
            programme=programme, text="Bussen går i stykker", do="Aftal en taxa i reserve", likelihood="high",
            impact="middle", look_on=cast.today, **told,
        )  # fmt: skip
        governance.keep(
            programme=programme, kind="room", name="Store sal", place="Åhuset", seats=40, keeper="Kirsten", **told
        )
        course = training.plan(
            programme=programme, title="Tegn på ensomhed", form="course", for_whom="Hjemmeplejen", **told
        )
        training.hold(
            course=course, held_on=cast.today - timedelta(days=150), minutes=120, members=[], unit=cast.south,
            names=["Bo Bech", "Ib Iversen"], **told,
        )  # fmt: skip
        finances.take_decision(programme=programme, decided=decisions.load("copenhagen-2019"), language="da", **told)
        finances.pay(programme=programme, amount_ore=1_250_050, spent_on=cast.today, text="Bus til markedsdag", **told)
        anchoring.choose(programme=programme, model="in_operation", settled=False, **told)
        anchoring.go_on(programme=programme, what="Ringe før første gang", taken_by="Røde Kors", **told)
        anchoring.aim(
            programme=programme,
            phase="middle",
            text="Aftale om lokaler",
            due_on=cast.today + timedelta(days=30),
            **told,
        )
