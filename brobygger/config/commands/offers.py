"""`brobygger offers list`: the national offers that follow with Brobygger. Needs no database."""

from __future__ import annotations

from argparse import Namespace

from brobygger.config.commands.base import DONE, Groups, command, group, print_json, print_table


def add(groups: Groups) -> None:
    words = group(groups, "offers", help="tilbud")
    show = command(words, "list", show_all, help="landsdækkende tilbud, der følger med", json=True)
    show.add_argument("--source", choices=["seed-003"], required=True, help="hvor de kommer fra")


def show_all(chosen: Namespace) -> int:
    """One line for each offer, or contracts.md's list."""
    from brobygger.communities.offers import national

    offers = national.load_national_offers()
    if chosen.json:
        print_json([national.as_contract(offer) for offer in offers])
    else:
        print_table([(one.name, ", ".join(one.organisations)) for one in offers])
    return DONE
