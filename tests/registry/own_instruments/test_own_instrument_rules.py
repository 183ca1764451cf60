"""A draft either has something to mend, or is an instrument that scores. There is nothing in between."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from brobygger.registry.instruments import load
from brobygger.registry.instruments.rules import score
from brobygger.registry.own_instruments import file, rules

TEXT = st.sampled_from(["", "Har du sovet?", "  ", "Ser du nogen i weekenden?"])
SAID = st.fixed_dictionaries({"da": TEXT, "en": st.sampled_from(["", "Slept?"])})
OPTION = st.fixed_dictionaries({"value": st.none() | st.integers(-1, 4), "label": SAID})
ITEM = st.fixed_dictionaries(
    {"kind": st.sampled_from(rules.KINDS), "text": SAID},
    optional={"options": st.lists(OPTION, max_size=4), "highest": st.none() | st.integers(-1, 30),
              "id": st.sampled_from(["q1", "q2"])},
)  # fmt: skip
BAND = st.fixed_dictionaries(
    {"from": st.none() | st.integers(-2, 12), "title": SAID, "colour": st.sampled_from([None, "green", "red"]),
     "advice": st.none() | SAID}
)  # fmt: skip
SAFETY = st.none() | st.fixed_dictionaries({"at_least": st.integers(0, 5), "text": SAID})
DRAFT = st.builds(
    lambda changes: rules.blank("Fem spørgsmål") | changes,
    st.fixed_dictionaries(
        {"items": st.lists(ITEM, max_size=4), "bands": st.lists(BAND, max_size=3), "safety": SAFETY,
         "scoring": st.sampled_from([{"rule": rule} for rule in ("sum", "count_signs", "any_yes", "none")]
                                    + [{"rule": "sum_times", "factor": factor} for factor in (None, 2, 4)]),
         "missing": st.fixed_dictionaries({"allowed": st.integers(0, 3)})}
    ),
)  # fmt: skip


@settings(max_examples=300)
@given(DRAFT)
def test_a_draft_without_problems_is_an_instrument_and_one_with_problems_says_where(draft):
    wrong = rules.problems(draft)
    if wrong:
        assert all(each.place in ("about", "bands") or each.place.startswith("item ") for each in wrong)
        assert not any("ikke læses" in each.message for each in wrong), "every mistake has a sentence of its own"
        return
    made = rules.finished(draft, slug="own-test", version=3)
    assert made.ref == "own-test@3"
    fullest = [max((o.value for o in item.options), default=item.highest or 0) if item.kind != "text" else None
               for item in made.items]  # fmt: skip
    result = score(made, fullest)
    assert result.complete
    assert (result.score is not None) == (made.range is not None)
    assert (result.band is not None) == bool(made.bands)


@pytest.mark.parametrize("ref", load.all_refs())
def test_every_bundled_instrument_can_be_copied_and_comes_back_the_same(ref):
    original = load.load(ref)
    draft = rules.copied(original)
    assert rules.problems(draft) == ()
    again = rules.finished(draft, slug=original.id, version=original.version)
    assert again.model_copy(update={"range": original.range}) == original


@pytest.mark.parametrize("ref", load.all_refs())
def test_a_file_sent_out_is_the_same_when_it_is_taken_in(ref):
    assert file.draft_from(file.as_yaml(load.load(ref)).encode()) == rules.copied(load.load(ref))


@settings(max_examples=150)
@given(st.binary(max_size=200) | st.tuples(st.integers(0, 2500), st.binary(min_size=1, max_size=6)))
def test_a_broken_file_is_told_and_never_breaks_anything(broken):
    if isinstance(broken, tuple):  # a good file with some bytes written over
        place, bytes_ = broken
        good = bytearray(file.as_yaml(load.load("signs@1")).encode())
        good[place : place + len(bytes_)] = bytes_
        broken = bytes(good)
    with suppress(file.BadFile):
        assert rules.problems(file.draft_from(broken)) == ()


def test_names_get_ids_of_their_own():
    assert rules.slug_of("Trivsel på Ærø", set()) == "own-trivsel-paa-aeroe"
    assert rules.slug_of("Trivsel", {"own-trivsel", "own-trivsel-2"}) == "own-trivsel-3"
    assert rules.slug_of("???", set()) == "own-redskab"


def test_a_limit_in_the_wrong_order_is_told_in_danish():
    draft = rules.copied(load.load("signs@1"))
    draft["bands"][2]["from"] = 1
    (wrong,) = rules.problems(draft)
    assert wrong == rules.Problem("bands", "Trinene skal begynde højere og højere oppe. Det første begynder ved 0.")
    with pytest.raises(ValidationError):
        rules.finished(draft, slug="own-x", version=1)
