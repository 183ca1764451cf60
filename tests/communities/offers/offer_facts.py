"""Any offer an organisation could have, for property tests."""

from __future__ import annotations

from datetime import date, time

from hypothesis import strategies as st

from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.taxonomy_rules import AGE_GROUPS, INTERVENTIONS, KINDS, OWNERS, STRATEGIES
from brobygger.registry.organisations.facts import OrganisationFacts

SIGNS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))


def words(most: int) -> st.SearchStrategy[str]:
    return st.text(SIGNS, min_size=1, max_size=most).map(str.strip).filter(bool)


def some_of(codes: object) -> st.SearchStrategy[tuple[str, ...]]:
    order = list(codes)  # type: ignore[call-overload]
    return st.sets(st.sampled_from(order)).map(lambda chosen: tuple(code for code in order if code in chosen))


phones = st.one_of(st.just(""), st.from_regex(r"[1-9]\d( \d\d){3}", fullmatch=True))
ORGANISATIONS = st.builds(
    OrganisationFacts,
    id=st.uuids(),
    name=words(60),
    kind=st.sampled_from(["", *OWNERS.terms]),
    email=st.sampled_from(["", "bent@forening.example"]),
    phone=phones,
    contact_name=st.one_of(st.just(""), words(40)),
)
interests = st.lists(words(20).map(str.lower).map(str.strip).filter(bool), max_size=4, unique=True).map(tuple)
counts = st.none() | st.integers(0, 30_000)
answers = st.none() | st.booleans()
towns = ["Horsens", "Halsnæs", "Aarhus", "Læsø"]


@st.composite
def offers(draw: st.DrawFn) -> OfferFacts:
    ages = sorted(draw(st.lists(st.integers(0, 120), min_size=2, max_size=2)))
    area = draw(st.sampled_from(["", "Eksempelkøbing"]))
    placed = draw(st.booleans())
    return OfferFacts(
        id=draw(st.uuids()),
        name=draw(words(60)),
        organisation=draw(ORGANISATIONS),
        kind=draw(st.sampled_from([*KINDS.terms])),
        description=draw(st.dictionaries(st.sampled_from(["da", "en", "ar"]), words(80))),
        interests=draw(interests),
        interventions=draw(some_of(INTERVENTIONS.terms)),
        strategies=draw(some_of(STRATEGIES.terms)),
        age_group=draw(st.sampled_from([*AGE_GROUPS.terms])),
        min_age=draw(st.sampled_from([None, ages[0]])),
        max_age=draw(st.sampled_from([None, ages[1]])),
        sex=draw(st.sampled_from(["", "male", "female"])),
        area=area,
        areas=tuple(draw(st.lists(st.sampled_from(towns), unique=True))) if area else (),
        sites=draw(counts),
        nationwide=draw(st.booleans()),
        address=draw(st.sampled_from(["", "Åvej 1, 8700 Horsens", "Fælleshuset", "Torvet 3, 9940 Læsø"])),
        latitude=draw(st.floats(54, 58)) if placed else None,
        longitude=draw(st.floats(8, 15)) if placed else None,
        weekdays=tuple(sorted(draw(st.sets(st.integers(0, 6))))),
        time=draw(st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))),
        price_dkk=draw(st.none() | st.integers(0, 5000)),
        places_total=draw(counts),
        step_free=draw(answers),
        hearing_loop=draw(answers),
        toilets=draw(answers),
        well_lit=draw(answers),
        good_sound=draw(answers),
        signposted=draw(answers),
        parking=draw(answers),
        for_volunteers=draw(st.one_of(st.just(""), words(40))),
        transport=draw(answers),
        languages=draw(some_of(["da", "en", "ar", "grønlandsk tegnsprog"])),
        walks_needed_m=draw(counts),
        contact_name=draw(st.one_of(st.just(""), words(40))),
        contact_phone=draw(phones),
        figures=draw(st.dictionaries(st.sampled_from(["participants", "members"]), st.integers(0, 10_000))),
        evaluated=draw(st.sampled_from(["yes", "ongoing", "none"])),
        duration_weeks=draw(counts),
        published=draw(st.booleans()),
        confirmed_on=draw(st.none() | st.dates(date(2015, 1, 1), date(2026, 3, 5))),
        free=draw(st.none() | st.integers(-3, 40)),
    )
