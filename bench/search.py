"""Finding offers in Danish: how good the first ten are, and how long it takes, beside PostgreSQL's own Danish search.

Questions and what answers them are in data/search_questions.tsv; offers are put together of data/search_topics.tsv in
a town of any size, with sentences that mention what they are not about. Only the part `held` is told here; the part
`build` is what weights were set on (`python -m bench.search`). Both have the same author as the search: questions of
people who never saw the vocabulary would be harder.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import log2
from pathlib import Path
from uuid import UUID

from bench.lines import Line

DATA = Path(__file__).parent / "data"
LARGEST = 100_000  # quality is told at this size; times at each (bench.__main__.OFFERS)
REPETITIONS = 5
DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag")
PLACES = (
    *("Åstrup", "Nørby", "Sønderlund", "Vestermark", "Østerhøj", "Kirkelund", "Engholm", "Bakkeby", "Møllevang"),
    *("Skovlund", "Havnbjerg", "Lindbjerg", "Ellekær", "Birkelse", "Tranum", "Fuglsø", "Rønved", "Hedemark"),
    *("Stenbæk", "Gl. Torup"),
)
NAMES = ("Solstrålen", "Kløveren", "Anemonen", "Egen", "Fyrtårnet", "Ankeret", "Hjulet", "Lyngen")
# What an offer mentions without being about it.
ASIDES = (
    "Der er altid kaffe på kanden.",
    "Bagefter snakker vi, og nogle gange synger vi en sang.",
    "Tag gerne strikketøjet eller et spil kort med.",
    "Er vejret godt, går vi en lille tur.",
    "Vi holder til ved siden af biblioteket.",
    "Sidste gang før jul spiser vi sammen.",
    "Der er trappefri adgang fra gården.",
    "Ring til værten, hvis du vil vide mere.",
    "Mænd og kvinder er lige velkomne.",
    "Vi hjælper dig med telefonen, hvis det driller.",
    "Hunden må gerne komme med.",
    "Efter sommeren tager vi på udflugt.",
    "Du kan blive hentet, hvis du ringer dagen før.",
)
TARGETS = {"exact": "1.00", "inflected": "≥ 0.99", "part": "≥ 0.95", "apart": "≥ 0.95", "typo": "≥ 0.90"}
Search = Callable[[str], list[UUID]]


@dataclass(frozen=True)
class Topic:
    code: str
    kind: str
    share: int
    interests: list[str]
    names: list[str]
    texts: list[str]


@dataclass(frozen=True)
class Judged:
    """A question, what is hard in it, and how well offers of each topic answer it (2 fully, 1 nearly)."""

    text: str
    what: str
    grades: dict[str, int]


def topics() -> list[Topic]:
    rows = (line.split("\t") for line in (DATA / "search_topics.tsv").read_text(encoding="utf-8").splitlines())
    return [
        Topic(code, kind, int(share), interests.split(","), names.split("|"), texts.split("|"))
        for code, kind, share, interests, names, texts in rows
    ]


def judged(part: str) -> list[Judged]:
    rows = (line.split("\t") for line in (DATA / "search_questions.tsv").read_text(encoding="utf-8").splitlines())
    found = []
    for where, text, what, told in rows:
        if where == part:
            grades = (pair.split("=") for pair in told.split(","))
            found.append(Judged(text, what, {topic: int(grade) for topic, grade in grades}))
    return found


def build(count: int) -> dict[UUID, str]:
    """So many offers, indexed; the topic of each by its id. PostgreSQL's own index of the same texts beside it."""
    from django.db import connection

    from brobygger.communities.directory import operations
    from brobygger.communities.offers.models import Offer
    from brobygger.foundation.kernel.clock import local_date, now
    from brobygger.registry.access.actor import the_system
    from brobygger.registry.organisations.models import Municipality, Organisation
    from brobygger.registry.people.acting import acting_as

    municipality = Municipality.objects.create(code=f"{9000 + count % 997}", name="Målebjerg", phone="12 34 56 78")
    today, chance = local_date(now()), random.Random(17)
    every = topics()
    made: dict[UUID, str] = {}
    with acting_as(the_system(municipality_id=municipality.id)):
        owner = Organisation.objects.create(name="Foreningen", kind="association")
        rows = []
        for topic in chance.choices(every, [one.share for one in every], k=count):
            rows.append(Offer(organisation=owner, confirmed_on=today - timedelta(days=chance.randrange(240)),
                              **_facts(topic, chance)))  # fmt: skip
            made[rows[-1].id] = topic.code
        Offer.objects.bulk_create(rows, batch_size=2000)
    operations.catch_up()
    with acting_as(the_system(municipality_id=municipality.id)), connection.cursor() as cursor:
        cursor.execute(_PLAIN, [municipality.id])
        cursor.execute("create index on bench_plain using gin (said)")
    return made


_PLAIN = """
create temporary table bench_plain on commit preserve rows as
select id, to_tsvector('danish',
                       concat_ws(' ', name, array_to_string(interests, ' '), description->>'da', area)) as said
from offers_offer where municipality_id = %s
"""


def _facts(topic: Topic, chance: random.Random) -> dict[str, object]:
    place, day = chance.choice(PLACES), chance.randrange(len(DAYS))
    name = chance.choice(topic.names).format(place=place, name=chance.choice(NAMES), day=DAYS[day])
    text = " ".join([chance.choice(topic.texts), *chance.sample(ASIDES, 2)])
    at = PLACES.index(place)
    return {
        "name": name, "kind": topic.kind, "interests": chance.sample(topic.interests, k=1), "area": place,
        "description": {"da": text}, "weekdays": [day], "price_dkk": chance.choice([0, 0, 20, 50]),
        "latitude": 55.0 + at / 8 + chance.gauss(0, 0.02), "longitude": 9.0 + at % 5 / 2 + chance.gauss(0, 0.03),
    }  # fmt: skip


# ---- two ways to search


def ours(text: str, *, km: float | None = None) -> list[UUID]:
    """The search of the public pages."""
    from brobygger.communities.directory.conditions import Near, Wanted
    from brobygger.communities.directory.queries import search
    from brobygger.foundation.kernel.clock import local_date, now

    near = Near(55.0 + 7 / 8, 10.0, km=km) if km else None
    return [hit.id for hit in search(text, Wanted(near=near), on=local_date(now())).hits]


def plain(text: str) -> list[UUID]:
    """PostgreSQL's Danish full-text search over the same texts, as its manual shows it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select id from bench_plain, plainto_tsquery('danish', %s) asked where said @@ asked "
            "order by ts_rank(said, asked) desc, id limit 20",
            [text],
        )
        return [id_ for (id_,) in cursor.fetchall()]


# ---- how good


def ndcg(found: list[UUID], grades: dict[str, int], topic_of: dict[UUID, str], *, at: int = 10) -> float:
    """Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002), gain 2^grade − 1."""
    told = [grades.get(topic_of[one], 0) for one in found[:at]]
    counts = {grade: sum(grades.get(topic, 0) == grade for topic in topic_of.values()) for grade in (2, 1)}
    best = ([2] * counts[2] + [1] * counts[1])[:at]
    return _gain(told) / _gain(best) if best else 1.0


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def hit(found: list[UUID], grades: dict[str, int], topic_of: dict[UUID, str]) -> bool:
    """Whether one of the first twenty answers the question."""
    return any(topic_of[one] in grades for one in found[:20])


def measure(size: int) -> list[Line]:
    """How well and how fast, in a database of that size."""
    topic_of = _of_size(size)
    quality = list(_quality(topic_of, "held", size)) if size == LARGEST else []
    return [*quality, *_times(size)]


def _of_size(size: int) -> dict[UUID, str]:
    made = build(size)
    _analyse()
    return made


def _analyse() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    with connections["default"].cursor() as cursor:
        cursor.execute("analyze bench_plain")  # its own table of this session


def _quality(topic_of: dict[UUID, str], part: str, size: int) -> Iterator[Line]:
    questions = judged(part)
    answers = {search: [search(one.text) for one in questions] for search in (ours, plain)}
    values = {
        search: [ndcg(found, one.grades, topic_of) for found, one in zip(answers[search], questions, strict=True)]
        for search in answers
    }
    yield _share(f"search: nDCG@10, {len(questions)} questions", size, values[ours], values[plain], "≥ 0.85")
    for what in dict.fromkeys(one.what for one in questions):
        chosen = [number for number, one in enumerate(questions) if one.what == what]
        hits = {
            search: [float(hit(answers[search][n], questions[n].grades, topic_of)) for n in chosen]
            for search in answers
        }
        yield _share(
            f"search: hit@20, {what} ({len(chosen)})", size, hits[ours], hits[plain], TARGETS.get(what, "told")
        )


def _share(name: str, size: int, values: list[float], others: list[float], target: str) -> Line:
    reference = max(statistics.mean(others), 0.01)  # a share of nothing has no ratio
    return Line(name, size, statistics.mean(values), min(values), max(values), reference,
                "PostgreSQL's Danish search", target, unit="")  # fmt: skip


def _times(size: int) -> Iterator[Line]:
    texts = [one.text for one in judged("held")]
    near = {"everywhere": ours, "within 10 km": lambda text: ours(text, km=10)}
    for where, search in near.items():
        rounds = [(_round(search, texts), _round(plain, texts)) for _number in range(REPETITIONS)]
        p95s = [_p95(one) for one, _other in rounds]
        yield Line(f"search {where}: p95", size, statistics.median(p95s), min(p95s), max(p95s),
                   statistics.median(_p95(other) for _one, other in rounds), "PostgreSQL's Danish search, everywhere",
                   "≤ 100 ms" if where == "everywhere" else "≤ 10 ms")  # fmt: skip
        medians = [statistics.median(one) for one, _other in rounds]
        yield Line(f"search {where}: median", size, statistics.median(medians), min(medians), max(medians),
                   statistics.median(statistics.median(other) for _one, other in rounds),
                   "PostgreSQL's Danish search, everywhere", "told")  # fmt: skip


def _round(search: Search, texts: list[str]) -> list[float]:
    """Milliseconds of each question."""
    times = []
    for text in texts:
        began = time.perf_counter()
        search(text)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    """While building: each question of the part `build` that is not well answered, at a small size."""
    from bench.__main__ import _migrated

    with _migrated():
        topic_of = _of_size(3000)
        for line in _quality(topic_of, "build", 3000):
            print(line)
        for one in judged("build"):
            found = ours(one.text)
            value = ndcg(found, one.grades, topic_of)
            if value < 0.8:
                print(f"{value:.2f} {one.what:10} {one.text:30} → {[topic_of[id_] for id_ in found[:10]]}")


if __name__ == "__main__":
    main()
