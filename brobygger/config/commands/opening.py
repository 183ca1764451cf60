"""`brobygger municipality`: the first thing done in a new installation."""

from __future__ import annotations

from argparse import Namespace

from brobygger.config.commands.base import DONE, Groups, Refused, command, print_json, ready_database


def add(groups: Groups) -> None:
    made = command(
        groups, "municipality", open_municipality, help="begynd en kommune med dens administrator", json=True
    )
    made.add_argument("code", metavar="KODE", help="fire cifre fra det nationale register, fx 0751")
    made.add_argument("name", metavar="NAVN", help="fx Aarhus")
    made.add_argument("--phone", required=True, metavar="TELEFON", help="den, borgere og medarbejdere kan ringe til")
    made.add_argument("--administrator", required=True, metavar="NAVN", help="den, der lukker alle andre ind")
    made.add_argument("--email", required=True, metavar="ADRESSE", help="administratorens e-mail")


def open_municipality(chosen: Namespace) -> int:
    """Print the administrator's password, which is never shown again; null for somebody who has a sign-in."""
    with ready_database():
        from brobygger.foundation.kernel.clock import now
        from brobygger.foundation.kernel.refusal import Refusal
        from brobygger.journeys import opening

        try:
            added = opening.open_municipality(
                code=chosen.code, name=chosen.name, phone=chosen.phone, administrator=chosen.administrator,
                email=chosen.email, at=now(),
            )  # fmt: skip
        except Refusal as refusal:
            raise Refused(str(refusal.message), {"error": str(refusal.message), "field": refusal.field}) from refusal
    if chosen.json:
        print_json({"code": chosen.code, "name": chosen.name, "email": chosen.email, "password": added.password})
    elif added.password is None:
        print(f"{chosen.name} er klar. {chosen.email} logger ind med sin egen adgangskode.")
    else:
        print(f"{chosen.name} er klar. Log ind som {chosen.email} med {added.password}, og skift den til din egen.")
    return DONE
