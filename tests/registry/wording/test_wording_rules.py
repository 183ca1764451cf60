"""The language check reads what is there: words that repel, facts that are missing, hard sentences, no invitation."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import language
from brobygger.registry.wording import repelling as words
from brobygger.registry.wording.reading import HARD, lix, sentences
from brobygger.registry.wording.rules import LONGEST, Audience, Checked, Fault, TextKind, check
from brobygger.registry.wording.told import Fact

GOOD = (
    "Vi spiller kort og drikker kaffe hver torsdag kl. 14. Det er gratis. Vi mødes i medborgerhuset på Åvej 1. "
    "Kom i det tøj, du har på. Bent tager imod dig ved døren. Ring til ham på 12 34 56 78, så henter vi dig."
)


def offer(text: str, **more: object) -> Checked:
    return check(text, audience=Audience.PARTICIPANT, kind=TextKind.OFFER, **more)  # type: ignore[arg-type]


def roots(text: str) -> list[str]:
    return [finding.about for finding in offer(text).of(Fault.REPELS)]


def missing(checked: Checked) -> set[str]:
    return {str(finding.about) for finding in checked.of(Fault.MISSING)}


# ---- the labelled sentences


def test_there_are_at_least_three_hundred_sentences_each_with_its_reason_and_none_twice():
    every = [one for name in language.SETS for part in ("build", "held") for one in language.labelled(name, part)]
    assert len(every) >= 300
    assert len({one.text for one in every}) == len(every)
    assert all(one.reason for one in every)


@pytest.mark.parametrize("name", language.SETS)
def test_the_part_used_while_building_is_understood(name):
    found = language.score(language.labelled(name, "build"), language.SETS[name][0])
    assert found.precision >= 0.98
    assert found.recall >= 0.97


def test_words_that_repel_in_the_part_kept_apart_are_found_with_few_false_alarms():
    found = language.score(language.labelled("words", "held"), language.words_found)
    assert found.precision >= 0.95
    assert found.recall >= 0.90
    assert found.false_alarms < 0.05


def test_a_plain_list_of_words_would_fail_the_same_question():
    """The negative control: without looking at the neighbours there are many false alarms."""
    plain = language.score(language.labelled("words", "held"), language.SETS["words"][1])
    assert plain.false_alarms > 0.3


@pytest.mark.parametrize("root", words.ROOTS)
def test_without_the_rule_of_a_root_its_sentences_are_missed(monkeypatch, root):
    kept = {name: rule for name, rule in words._RULES.items() if name != root}
    monkeypatch.setattr(words, "_RULES", kept)
    found = language.score(language.labelled("words", "held"), language.words_found)
    whole = language.labelled("words", "held")
    assert found.missed >= sum(root in one.labels for one in whole)


@pytest.mark.parametrize("lists", ["PEOPLE", "READER", "BEING", "SMALL", "PLACES", "ALSO_ADJECTIVES"])
def test_each_list_of_neighbours_is_needed(monkeypatch, lists):
    whole = language.score(language.labelled("words", "build"), language.words_found)
    monkeypatch.setattr(words, lists, ("intetsomhelst",))
    found = language.score(language.labelled("words", "build"), language.words_found)
    assert found.missed + found.wrong > whole.missed + whole.wrong


# ---- what it says about a whole text


def test_a_text_that_says_it_all_is_left_alone():
    checked = offer(GOOD)
    assert checked.findings == ()
    assert 0 < checked.lix <= HARD


def test_every_finding_has_a_proposal_that_would_pass_itself():
    checked = offer("Er du ensom, svag, skrøbelig, sårbar, socialt udsat eller i mistrivsel.")
    assert [finding.about for finding in checked.of(Fault.REPELS)] == [
        "ensom", "svag", "skrøbelig", "sårbar", "udsat", "mistrivsel",
    ]  # fmt: skip
    for audience in Audience:
        found = check("Er du ensom, svag og udsat.", audience=audience, kind=TextKind.OFFER).findings
        for finding in found:
            assert finding.proposal
            assert offer(finding.proposal).of(Fault.REPELS) == ()
            assert lix(finding.proposal) <= HARD + 10


@pytest.mark.parametrize(
    ("taken_out", "fact"),
    [
        (" hver torsdag kl. 14", Fact.TIME), (" i medborgerhuset på Åvej 1", Fact.PLACE), ("gratis", Fact.PRICE),
        ("Kom i det tøj, du har på.", Fact.DRESS), (", så henter vi dig", Fact.TRANSPORT),
        ("Bent tager imod dig ved døren. Ring til ham på 12 34 56 78, så", Fact.CONTACT),
    ],
)  # fmt: skip
def test_a_fact_that_is_taken_out_is_missed(taken_out, fact):
    assert taken_out in GOOD
    text = GOOD.replace(taken_out, "")
    assert fact in missing(offer(text))
    assert fact not in missing(offer(text, known={fact}))


def test_volunteers_are_asked_other_things_than_participants():
    text = "Vi mødes hver mandag i kirken. Ring til Lone på 12 34 56 78."
    for_guests, for_volunteers = (check(text, audience=one, kind=TextKind.OFFER) for one in Audience)
    assert missing(for_guests) == {"price", "dress", "transport"}
    assert missing(for_volunteers) == set()
    assert for_volunteers.of(Fault.UNINVITING)[0].proposal.startswith("Skriv, hvad der er brug for")
    wanted = check(f"{text} Vi har brug for dig.", audience=Audience.VOLUNTEER, kind=TextKind.OFFER)
    assert wanted.findings == ()


def test_an_sms_may_be_short():
    checked = check("Vi ses på onsdag kl. 10. Hilsen Bent, 12 34 56 78",
                    audience=Audience.PARTICIPANT, kind=TextKind.SMS)  # fmt: skip
    assert checked.findings == ()


def test_a_text_of_the_office_is_hard_and_uninviting_and_the_sentence_is_named():
    text = (
        "Kommunens sundhedsfremmende aktivitetstilbud forudsætter forudgående visitationssamtale med forvaltningens "
        "medarbejdere. Ring først."
    )
    checked = offer(text)
    (hard,) = checked.of(Fault.HARD)
    assert (hard.sentence, text[hard.start : hard.end]) == (0, hard.said)
    assert "visitationssamtale" in hard.proposal
    assert len(checked.of(Fault.UNINVITING)) == 1


def test_an_empty_text_lacks_everything_and_is_never_an_error():
    checked = offer("")
    assert missing(checked) == {fact.value for fact in Fact}
    assert (checked.lix, checked.sentences, checked.of(Fault.HARD)) == (0.0, (), ())


# ---- sentences and LIX


@pytest.mark.parametrize(
    ("text", "how_many"),
    [
        ("Vi ses. Tag sko på!", 2), ("Det er kl. 14. Kom!", 2), ("Den 3. marts mødes vi.", 1),
        ("Det koster 50 kr. Kom.", 2),
        ("20 kr. om ugen", 1), ("Overskrift\n\nTeksten begynder her.", 2), ("Ca. 20 stole, fx bl.a. min.", 1),
        ("Kommer du? Ja!", 2), ("kl. 9.30 er der kaffe", 1), ("...", 0), ("", 0), ("Hvad så …? Nå.", 2),
    ],
)  # fmt: skip
def test_a_text_is_cut_where_its_sentences_end(text, how_many):
    assert len(sentences(text)) == how_many


def test_lix_is_words_for_each_sentence_and_long_words_in_a_hundred():
    """By hand: 10 words, 2 sentences, 1 long word (“biblioteket”): 10 / 2 + 100 · 1 / 10."""
    assert lix("Vi mødes på biblioteket i dag. Kom og vær med.") == pytest.approx(15.0)
    assert lix("Husk: tag sko på.") == pytest.approx(2.0), "a colon ends a sentence in Björnsson's count"
    assert lix("") == 0.0


TEXTS = st.text(max_size=300) | st.lists(
    st.sampled_from([*GOOD.split(), "ensom", "svagt", "lys", "udsat", "til", "sårbare", "\n", "kr.", "3.", ":", "?"]),
    max_size=40,
).map(" ".join)


@given(TEXTS, st.sampled_from(Audience), st.sampled_from(TextKind))
def test_any_text_is_read_and_every_place_is_in_it(text, audience, kind):
    checked = check(text, audience=audience, kind=kind)
    for finding in checked.findings:
        if finding.start is not None and finding.end is not None and finding.sentence is not None:
            assert text[finding.start : finding.end] == finding.said
            sentence = checked.sentences[finding.sentence]
            assert sentence.start <= finding.start < finding.end <= sentence.end
    for one in checked.sentences:
        assert text[one.start : one.end] == one.text
        assert [text[word.start : word.end] for word in one.words] == [word.text for word in one.words]


@given(TEXTS)
def test_sentences_come_in_order_and_no_word_is_lost(text):
    found = sentences(text)
    assert all(one.end <= after.start for one, after in pairwise(found))
    assert sum(len(one.words) for one in found) == len(re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text))


@given(TEXTS, st.sets(st.sampled_from(Fact)))
def test_knowing_more_never_makes_more_to_say(text, known):
    assert set(offer(text, known=known).findings) <= set(offer(text).findings)


@given(st.sampled_from(["ensom", "mistrivsel", "skrøbelig", "sårbar", "svag"]), st.sampled_from(["er du", "Er man"]))
def test_what_is_said_to_the_reader_is_always_found(word, begin):
    assert words_in(f"{begin} {word}?") == {word}
    assert words_in(f"{begin} {word.upper()}!") == {word}


def words_in(text: str) -> set[str]:
    return language.words_found(text)


@pytest.mark.parametrize("word", ["ensom ", "svag og skrøbelig udsat sårbar ", "svag,", "sårbar er "])
def test_a_text_of_ten_megabytes_is_read_in_part_and_takes_no_longer_for_each_word(word):
    def seconds(text: str) -> float:
        begun = time.process_time()
        assert max(finding.end or 0 for finding in offer(text).findings) <= LONGEST
        return time.process_time() - begun

    short, long = seconds(word * (2000 // len(word))), seconds(word * (10_000_000 // len(word)))
    assert long < 40 * short + 0.5, "ten times the text is read: an order slower for each word would be felt"
