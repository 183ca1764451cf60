"""`brobygger match solve FILE`: pairs, groups or transport from a file. Needs neither Django nor a database."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from brobygger.config.commands.base import DONE, Groups, Refused, command, group, print_json, print_table
from brobygger.foundation.kernel.digits import whole

_DANISH = {
    FileNotFoundError: "den findes ikke",
    IsADirectoryError: "det er en mappe",
    PermissionError: "adgang er nægtet",
}


def add(groups: Groups) -> None:
    words = group(groups, "match", help="par, grupper og kørsel ud fra en fil (docs/matching.md)")
    solve = command(words, "solve", solve_file, help="find de bedste par, grupper eller ruter", json=True)
    solve.add_argument("file", type=Path, metavar="FIL.json")
    solve.add_argument("--seconds", type=_seconds, metavar="SEKUNDER", help="længste tid; ellers 30 sekunder")
    solve.add_argument("--seed", type=_seed, metavar="TAL", help="samme tal, samme svar; ellers 1")


def solve_file(chosen: Namespace) -> int:
    """The answer in contracts.md's JSON, or as lines to read. A file that is wrong ends with 1 and says where."""
    from brobygger.pathway.matching.solve import answers
    from brobygger.pathway.matching.solve.problem import BadProblem

    try:
        answer = answers.solve_content(_content(chosen.file), seconds=chosen.seconds, seed=chosen.seed)
    except BadProblem as bad:
        raise Refused(str(bad), answers.mistakes(bad)) from bad
    if chosen.json:
        print_json(answer)
    else:
        _tell(answer)
    return DONE


def _content(path: Path) -> bytes:
    from brobygger.pathway.matching.solve.reading import MAX_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"Filen {path} kan ikke læses: {_DANISH.get(type(error), error.strerror)}."
        raise Refused(message, {"errors": [{"where": "filen", "message": message}]}) from error


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= 86_400:
        raise ArgumentTypeError(f"“{text}” er ikke et antal sekunder")
    return seconds


def _seed(text: str) -> int:
    number = whole(text)
    if number is None:
        raise ArgumentTypeError(f"“{text}” er ikke et helt tal fra 0 til 999999999")
    return number


def _tell(answer: dict[str, Any]) -> None:
    if "pairs" in answer:
        _print_rows(answer["pairs"])
        told = f"{answer['matched']} par, samlet {answer['total']:g}."
    elif "groups" in answer:
        _print_rows([[f"{number}.", ", ".join(people)] for number, people in enumerate(answer["groups"], start=1)])
        _print_rows([[one["id"], one["why"]] for one in answer["left_out"]])
        told = f"{_counted(len(answer['groups']), 'gruppe', 'grupper')}, samlet {answer['total']:g}."
    else:
        for route in answer["routes"]:
            stops = ", ".join(f"{at} {who}" for who, at in route["stops"])
            print(f"{route['vehicle']}: {stops}; fremme {route['arrive']}")
        _print_rows([[one["id"], one["why"]] for one in answer["not_served"]])
        told = f"{_counted(len(answer['routes']), 'tur', 'ture')}, {answer['minutes']:.0f} minutters kørsel."
    print(f"{told} {_proof(answer)}".rstrip())


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _print_rows(rows: list[list[str]]) -> None:
    """A table, or nothing when there are no rows."""
    if rows:
        print_table(rows)


def _proof(answer: dict[str, Any]) -> str:
    if answer.get("optimal"):
        return "Det er bevist, at ingen løsning er bedre."
    if not answer["complete"]:
        return "Tiden gik, før søgningen var færdig: det er det bedste indtil da."
    if answer["bound"] is None:
        return ""
    return f"Ingen løsning når forbi {answer['bound']:.4g}."
