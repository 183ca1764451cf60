"""`brobygger instruments list|score`. Needs neither Django nor a database."""

from __future__ import annotations

from argparse import Namespace

from brobygger.config.commands.base import DONE, Groups, Refused, command, group, print_json, print_table


def add(groups: Groups) -> None:
    words = group(groups, "instruments", help="måleredskaber")
    command(words, "list", show_all, help="måleredskaber, der følger med", json=True)
    score = command(words, "score", show_score, help="beregn en score af svar", json=True)
    score.add_argument("instrument", help="fx t-ils@2; uden udgave: den nyeste")
    score.add_argument("--answers", required=True, metavar="2,3,1", help="svarene; et tomt svar er intet: 2,,1")


def show_all(chosen: Namespace) -> int:
    """One line for each instrument, or contracts.md's list."""
    from brobygger.registry.instruments import load

    instruments = [load.load(ref) for ref in load.all_refs()]
    if chosen.json:
        print_json([load.as_contract(instrument) for instrument in instruments])
    else:
        print_table([(one.ref, one.title.da, f"{len(one.items)} spørgsmål") for one in instruments])
    return DONE


def show_score(chosen: Namespace) -> int:
    """Score answers; an incomplete instrument says which item is missing and ends with 1."""
    from brobygger.registry.instruments import load, rules

    try:
        instrument = load.load(chosen.instrument)
        result = rules.score(instrument, rules.parse_answers(chosen.answers))
    except load.UnknownInstrument as error:
        raise Refused(error.message_da) from error
    except rules.BadAnswer as error:
        raise Refused(error.message_da, {"error": error.message_da, "item": error.item_no}) from error
    if not result.complete:
        raise Refused("\n".join(result.problems), rules.result_as_contract(result))
    if chosen.json:
        print_json(rules.result_as_contract(result))
    else:
        print(f"{result.ref}: {result.score} ({result.band})" if result.score is not None else f"{result.ref}: udfyldt")
        if result.needs_professional:
            print("Svarene kræver, at en fagperson ser på dem i dag.")
    return DONE
