"""Why somebody is in no group, in Danish words a coordinator can act on."""

from __future__ import annotations

from collections.abc import Iterator

from brobygger.pathway.matching.solve.companies import Units
from brobygger.pathway.matching.solve.problem import GroupsProblem


def reasons(problem: GroupsProblem, units: Units, groups: list[tuple[int, ...]]) -> Iterator[tuple[int, str]]:
    """(person, why) for everybody left out, by their place in the file."""
    placed = {person for group in groups for person in group}
    company = {person: people for people in units.members for person in people}
    for person in range(len(problem.people)):
        if person not in placed:
            yield person, _why(problem, company[person], groups)


def _why(problem: GroupsProblem, company: tuple[int, ...], groups: list[tuple[int, ...]]) -> str:
    if len(company) > problem.largest:
        return f"Er én af {len(company)}, der vil være sammen, men en gruppe har højst plads til {problem.largest}."
    everybody = len(problem.people)
    if everybody < problem.smallest:
        return f"Der er kun {everybody}, og en gruppe skal være mindst {problem.smallest}."
    kept_out = [rule for rule in problem.in_each if rule.at_most == 0 and rule.ids & set(company)]
    if kept_out:
        return f"Stedet er ikke for {kept_out[0].who}."
    full = problem.most_groups is not None and len(groups) >= problem.most_groups
    lacking = [rule for rule in problem.in_each if rule.at_least * (len(groups) + 1) > len(rule.ids)]
    room = [group for group in groups if len(group) + len(company) <= problem.largest]
    if not room and lacking:
        rule = lacking[0]
        return f"Der mangler {rule.who} til én gruppe mere: hver gruppe skal have mindst {rule.at_least}."
    if room:
        return _blocked(problem, company, room)
    if full and sum(map(len, groups)) + problem.smallest <= everybody:
        return f"Der er ikke mere end {problem.most_groups} grupper at fordele på, og de er fyldt."
    together = f" (de {len(company)} vil være sammen)" if len(company) > 1 else ""
    return f"Grupperne er fyldt, og der er ikke nok til én mere på mindst {problem.smallest}{together}."


def _blocked(problem: GroupsProblem, company: tuple[int, ...], room: list[tuple[int, ...]]) -> str:
    """Groups have seats, but a rule stands in the way of each of them."""
    unwanted = [
        problem.people[other]
        for group in room
        for other in group
        if any((min(one, other), max(one, other)) in problem.apart for one in company)
    ]
    if unwanted:
        names = ", ".join(f"“{name}”" for name in unwanted[:5])
        more = f" og {len(unwanted) - 5} andre" if len(unwanted) > 5 else ""
        return f"Skal være adskilt fra {names}{more}, og der er ikke plads i andre grupper."
    for rule in problem.in_each:
        here = sum(one in rule.ids for one in company)
        full = [g for g in room if rule.at_most is not None and sum(p in rule.ids for p in g) + here > rule.at_most]
        if here and len(full) == len(room):
            return f"Der er højst plads til {rule.at_most} {rule.who} i hver gruppe."
    return "Der blev ikke fundet en gruppe, hvor alle ønsker og størrelser går op."
