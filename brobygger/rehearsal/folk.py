"""Making people for rehearsals: always the same ones from the same seed. Their CPR numbers are all test numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from brobygger.foundation.kernel import cpr
from brobygger.registry.recipes.play import CastMember, Crowd


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FEMALE = _words("""
    Aase Inger Kirsten Karen Grethe Birthe Ellen Jytte Lis Bodil Else Rigmor Tove Ruth Edith Gudrun Ragnhild Esther
    Asta Elna Ketty Vibeke Hanne Anni Gerda Solveig Agnes Erna Herdis Sigrid
""")
MALE = _words("""
    Villy Poul Kaj Svend Erik Aage Børge Ejner Knud Helge Egon Arne Verner Holger Viggo Tage Orla Ejvind Gunnar
    Harald Ove Preben Kurt Leif Bjarne Henning Folmer Alfred Otto Carl
""")
FAMILY = _words("""
    Andersen Berg Bruun Dam Eskildsen Falk Gram Holst Iversen Juhl Kjær Lund Mølgaard Nygaard Overgaard Poulsen
    Quist Ravn Skov Toft Uldall Vang Winther Ørum Ågård Brandt Carstens Damgaard Friis Hald
""")
STREETS = _words("Møllevej Kirkestræde Åvej Lindealle Skolegade Engvej Nørregade Havnevej Bakkedraget Strandstien")
# The invented municipality lies in the sea off Jutland; kilometres matter, not the map.
CENTRE = (56.20, 10.90)


@dataclass(frozen=True)
class Made:
    """One invented person, ready for `people.build_person`."""

    name: str  # a cast member's name, or "" in the crowd
    group: str  # which crowd
    number: cpr.Cpr = field(repr=False)
    facts: dict[str, Any] = field(default_factory=dict)
    wishes: tuple[str, ...] = ()
    score: int | None = None
    found_by: str | None = None


class Serials:
    """Hands out CPR serials so that no number is made twice in a rehearsal."""

    def __init__(self, start: int = 0) -> None:
        self._next: dict[tuple[date, str], int] = {}
        self._start = start

    def number(self, born: date, sex: str, today: date) -> cpr.Cpr:
        serial = self._next.get((born, sex), self._start)
        self._next[born, sex] = serial + 1
        return cpr.parse(cpr.fake(born, sex, serial), allow_test=True, today=today)  # type: ignore[arg-type]


def cast_member(name: str, member: CastMember, *, on: date, serials: Serials) -> Made:
    """A person with a name in the scenario."""
    born = _born(member.age, on, Random(name))  # noqa: S311 (invented people)
    return Made(
        name=name,
        group="cast",
        number=serials.number(born, member.sex, on),
        facts={
            "given_name": member.given_name or name.capitalize(),
            "family_name": member.family_name or FAMILY[sum(map(ord, name)) % len(FAMILY)],
            "home_help_hours": member.home_help_hours,
            "personal_care": member.personal_care,
            "household": _household(member.lives_alone),
            "civil_status": member.civil_status,
            "housing": member.housing,
            "walks_m": member.walks_m,
            "cognitive_impairment": member.cognitive_impairment,
            "languages": list(member.languages),
            **_home(Random(f"home {name}")),  # noqa: S311
        },
        wishes=member.wishes,
        score=member.score,
        found_by=member.found_by,
    )


def crowd(described: Crowd, *, seed: str, on: date, serials: Serials, count: int | None = None) -> Iterator[Made]:
    """Many people as the scenario describes them, in a fixed order."""
    random = Random(f"{seed}:{described.id}")  # noqa: S311
    for _n in range(described.count if count is None else count):
        sex = described.sex if described.sex != "any" else random.choices(["female", "male"], [67, 33])[0]
        born = _born(random.randint(*described.age), on, random)
        hours = described.home_help_hours
        walks = described.walks_m or (50, 2000)
        yield Made(
            name="",
            group=described.id or "crowd",
            number=serials.number(born, sex, on),
            facts={
                "given_name": random.choice(FEMALE if sex == "female" else MALE),
                "family_name": random.choice(FAMILY),
                "home_help_hours": round(random.uniform(*hours), 1) if hours else None,
                "household": _household(described.lives_alone, random),
                "civil_status": random.choice(described.civil_status or _CIVIL),
                "housing": random.choice(described.housing or _HOUSING),
                "walks_m": random.randrange(walks[0], walks[1] + 1, 50) if walks[1] > walks[0] else walks[0],
                "walking_aid": random.choice(("none", "none", "stick", "walker", "walker", "wheelchair")),
                "personal_care": described.personal_care,
                "cognitive_impairment": random.randrange(100) < described.cognitive_impairment_share,
                **_home(random),
            },
            wishes=tuple(random.sample(_INTERESTS, 2)),
        )


_CIVIL = ("widowed", "widowed", "widowed", "married", "single", "divorced")
_HOUSING = ("house", "house", "flat", "flat", "sheltered", "other")
_INTERESTS = ("sang", "kort", "gåtur", "natur", "mad", "håndarbejde", "værksted", "bøger", "motion", "snak", "udflugt")


def _born(age: int, on: date, random: Random) -> date:
    return on.replace(month=1, day=1) - timedelta(days=365 * age + age // 4 + random.randrange(1, 330))


def _household(alone: bool | None, random: Random | None = None) -> str | None:
    if alone is not None:
        return "alone" if alone else "with_spouse"
    return random.choice(("alone", "alone", "with_spouse")) if random else None


def _home(random: Random) -> dict[str, Any]:
    return {
        "address": f"{random.choice(STREETS)} {random.randint(1, 120)}",
        "postcode": "9998",
        "city": "Eksempelkøbing",
        "latitude": round(CENTRE[0] + random.gauss(0, 0.03), 5),
        "longitude": round(CENTRE[1] + random.gauss(0, 0.05), 5),
        "phone": f"20 {random.randint(10, 99)} {random.randint(10, 99)} {random.randint(10, 99)}",
    }
