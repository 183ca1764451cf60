"""The list for payroll: the hours that colleagues have written and the kilometres they have driven, as money (R330)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from brobygger.programmes.finances import mileage
from brobygger.programmes.finances.pay_rules import Driven, PayLine, Worked, pay_lines
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import queries as training
from brobygger.registry.access.actor import Actor


@dataclass(frozen=True)
class Paid:
    """A line of the list, with who it is for; the e-mail address tells two of the same name apart."""

    name: str
    email: str
    unit: str
    line: PayLine


def lines(actor: Actor, programme: Programme, *, since: date, until: date) -> list[Paid]:
    """A line for each colleague, kind and rate, from a day to a day, both among them; by name. Three queries."""
    worked = training.time_of_each(actor, programme, since=since, until=until)
    driven = mileage.driven(actor, programme, since=since, until=until)
    who = {str(one.id): one for one in [*(row.membership for row in worked), *(row.membership for row in driven)]}
    found = pay_lines(
        [Worked(str(row.membership_id), row.spent_on, row.minutes) for row in worked],
        [Driven(str(row.membership_id), row.km, row.rate_ore) for row in driven],
        mileage.dated(mileage.rates(actor, programme), "hour"),
    )
    told = [
        Paid(who[line.who].name, who[line.who].user.email, who[line.who].unit.name if who[line.who].unit else "", line)
        for line in found
    ]
    return sorted(told, key=lambda one: (one.name, one.email))
