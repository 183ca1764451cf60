"""The 79 national offers: Mette looks them up, so they must say what seed 003 says, in plain words."""

import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from brobygger.communities.offers.national import (
    AGE_GROUPS,
    INTERVENTIONS,
    STRATEGIES,
    NationalOffer,
    as_contract,
    load_national_offers,
    read_national_offers,
)
from brobygger.registry.wording.reading import lix

CONTRACT_KEYS = [
    "name", "organisations", "age_group", "min_age", "max_age", "nationwide", "places", "sites",
    "interventions", "strategies", "figures", "evaluated", "duration_weeks",
]  # fmt: skip
AGE_GROUPS_OF_THE_SEED = {
    "flere": 13,
    "familier": 4,
    "boern": 11,
    "unge": 24,
    "midaldrende": 10,
    "aeldre": 17,
}
WORDS_NOBODY_READS_HERE = re.compile(r"ensom|udsat|svag|skrøbelig|sårbar", re.IGNORECASE)
ENGLISH_WORDS_NOBODY_READS_HERE = re.compile(r"lonel|vulnerab|\bweak|frail", re.IGNORECASE)


def offer_called(name: str) -> NationalOffer:
    return next(offer for offer in load_national_offers() if offer.name == name)


def names_where(**facts: object) -> set[str]:
    return {
        offer.name
        for offer in load_national_offers()
        if all(getattr(offer, key) == value for key, value in facts.items())
    }


def names_with_intervention(code: str) -> set[str]:
    return {offer.name for offer in load_national_offers() if code in offer.interventions}


def entry_as_yaml(**changes: object) -> str:
    """A list with one sound entry, then changed: what somebody who edits the file might write."""
    entry = {
        "name": "Syngende naboer",
        "organisations": ["Korforeningen Eksempel"],
        "age_group": "aeldre",
        "min_age": 65,
        "max_age": None,
        "nationwide": False,
        "places": ["Favrskov"],
        "sites": None,
        "interventions": ["aktivitetstilbud"],
        "strategies": ["social_kontakt"],
        "figures": {"participants": 12},
        "evaluated": "none",
        "duration_weeks": None,
        "description": {"da": "Syng med andre.", "en": "Sing with others."},
        "page": 1,
    }
    return json.dumps([entry | changes])  # JSON is YAML


# ── The whole list ────────────────────────────────────────────────────────────────────────────────────────


def test_the_survey_counts_79_initiatives_and_so_do_we():
    offers = load_national_offers()
    assert len(offers) == 79
    assert len({offer.name.casefold() for offer in offers}) == 79
    assert Counter(offer.age_group for offer in offers) == AGE_GROUPS_OF_THE_SEED


def test_the_contract_has_its_vocabulary_and_every_code_is_in_use():
    offers = load_national_offers()
    assert set(AGE_GROUPS) == {"flere", "familier", "boern", "unge", "midaldrende", "aeldre"}
    assert set(INTERVENTIONS) == {
        "raadgivning", "opholds_moedested", "besoegsven_mentor", "aktivitetstilbud", "samtale_behandling",
        "socialt_forum", "undervisningsforloeb", "database",
    }  # fmt: skip
    assert set(STRATEGIES) == {"sociale_faerdigheder", "social_stoette", "social_kontakt", "social_kognition"}
    assert {code for offer in offers for code in offer.interventions} == set(INTERVENTIONS)
    assert {code for offer in offers for code in offer.strategies} == set(STRATEGIES)
    assert {offer.evaluated for offer in offers} == {"yes", "ongoing", "none"}


def test_activities_are_most_common_and_then_visiting_friends_as_the_seed_says_of_its_figure_1():
    counts = Counter(code for offer in load_national_offers() for code in offer.interventions)
    assert [code for code, _ in counts.most_common(2)] == ["aktivitetstilbud", "besoegsven_mentor"]


def test_the_initiatives_without_a_strategy_are_the_six_taught_in_schools():
    assert names_where(strategies=()) == names_where(interventions=("undervisningsforloeb",))
    assert names_where(strategies=()) == {
        "Destination Trivsel", "Netwerk", "Reach out", "Unge På Vej", "Undervisningsforløb om Ensomhed",
        "Ventilen Fortæller",
    }  # fmt: skip


def test_only_two_initiatives_address_social_cognition_and_three_train_social_skills():
    cognition = {o.name for o in load_national_offers() if "social_kognition" in o.strategies}
    skills = {o.name for o in load_national_offers() if "sociale_faerdigheder" in o.strategies}
    assert cognition == {"Girltalk.dk", "Stilleunge.dk"}
    assert skills == {"ABC for mental sundhed", "Stilleunge.dk", "Værket"}


def test_talks_and_treatment_are_rare():
    assert names_with_intervention("samtale_behandling") == {
        "EmpowR", "Fortæl for Livet", "Frivilligcentre & Selvhjælp Danmark (FriSe)", "Girltalk.dk",
        "Stilleunge.dk", "Værket",
    }  # fmt: skip


def test_online_forums_and_directories():
    assert names_with_intervention("socialt_forum") == {
        "Cyberhus", "Ensom-nejtak.dk", "Girltalk.dk", "Livsnettet.dk", "MineVenner.dk", "Sindnet.dk",
        "Smilet Danmark", "Tværs",
    }  # fmt: skip
    assert names_with_intervention("database") == {
        "Boblberg.dk", "Cyberhus", "Mindhelper.dk", "Sindnet.dk", "Tværs", "Ungekompasset",
        "www.aktivtældreliv.dk",
    }  # fmt: skip


def test_evaluated_means_a_finished_result_of_this_very_initiative():
    assert names_where(evaluated="yes") == {
        "Blå Kors Væresteder", "Broen", "Bydelsmødre", "Cyberhus", "Familienetværk", "Girltalk.dk",
        "headspace", "KOMsammen", "Læsegruppe mod ensomhed", "Netværksfamilie", "Netwerk", "SeniorNET",
        "Ung på Linje/Ung Online", "Ventilens mødesteder", "Værket",
    }  # fmt: skip
    assert names_where(evaluated="ongoing") == {
        "ABC for mental sundhed", "Connect", "Destination Trivsel", "Frem i lyset", "Plexus", "Reach out",
        "Styrket indsats mod ensomhed blandt ældre, der modtager meget hjemmepleje",
        "Ældrefællesskaber & Biblioteker",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["Besøgstjenester", "Livslinien", "Børnetelefonen", "FamilieNET", "Sindnet.dk", "Fortæl for Livet"],
)
def test_a_bare_count_of_those_who_came_is_no_evaluation(name):
    offer = offer_called(name)
    assert offer.figures
    assert offer.evaluated == "none"


def test_these_27_are_local_and_all_others_nationwide():
    assert names_where(nationwide=False) == {
        "ABC for mental sundhed", "Følgeven", "Netværksfamilie", "FamilieNET",
        "Menighedsplejernes Familienetværk", "Barnets Ven", "Et bedre liv i Danmark", "Venskabsgrupper",
        "Come Together", "Connect", "EmpowR", "KOMsammen", "Opland", "PIFT", "Plexus", "Reach out",
        "SINDungdom – Lokale klubber", "Stilleunge.dk", "Young Connect", "Muhabet", "Nye Netværk",
        "Bisiddertjenesten", "Forløbsfrivillig", "Fortæl for Livet", "Læsegruppe mod ensomhed",
        "Styrket indsats mod ensomhed blandt ældre, der modtager meget hjemmepleje",
        "Ældrefællesskaber & Biblioteker",
    }  # fmt: skip


def test_seven_of_the_17_for_older_people_are_by_aeldre_sagen():
    by_aeldre_sagen = names_where(age_group="aeldre", organisations=("Ældre Sagen",))
    assert by_aeldre_sagen == {
        "Besøgsaktiviteter", "Cykelpiloter", "Gå-med-venner", "Madklubber", "Spiseven", "Vågetjenesten",
        "Værkstedsaktiviteter mm.",
    }  # fmt: skip


# ── Checked by hand against the seed ──────────────────────────────────────────────────────────────────────


def test_fortael_for_livet_is_printed_as_the_contract_shows_it():
    assert as_contract(offer_called("Fortæl for Livet")) == {
        "name": "Fortæl for Livet",
        "organisations": ["Ensomme Gamles Værn"],
        "age_group": "aeldre",
        "min_age": None,
        "max_age": None,
        "nationwide": False,
        "places": [
            "Vejle", "Tønder", "København", "Roskilde", "Aarhus", "Greve", "Randers", "Rudersdal", "Ballerup",
        ],
        "sites": None,
        "interventions": ["samtale_behandling"],
        "strategies": ["social_stoette", "social_kontakt"],
        "figures": {"participants": 523, "group_leaders": 203},
        "evaluated": "none",
        "duration_weeks": 10,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("Besøgstjenester", {"organisations": ("Røde Kors",), "age_group": "flere", "nationwide": True}),
        ("Boblberg.dk", {"min_age": 13, "sites": 18, "interventions": ("database",)}),
        ("Ensom-nejtak.dk", {"min_age": 12, "max_age": None}),
        ("Følgeven", {"min_age": 18, "places": ("Aarhus", "Roskilde")}),
        ("Navigator", {"organisations": ("Kræftens Bekæmpelse",), "duration_weeks": 26}),
        ("Bedste ven", {"min_age": 8, "max_age": 18, "age_group": "boern"}),
        ("Børnetelefonen", {"min_age": None, "max_age": 23}),
        ("Børns Voksenvenner", {"min_age": 6, "sites": 40}),
        ("Plads til Livet", {"strategies": ("social_kontakt",)}),
        ("Broen", {"max_age": 17, "sites": 25, "age_group": "unge"}),
        ("headspace", {"min_age": 12, "max_age": 25, "sites": 16, "interventions": ("raadgivning",)}),
        ("KOMsammen", {"sites": 4, "places": ("København", "Odense", "Slagelse", "Holbæk")}),
        ("Netwerk", {"organisations": ("Ventilen", "Mary Fonden"), "sites": 45}),
        ("Reach out", {"places": ("Region Sjælland",), "nationwide": False}),
        ("Stilleunge.dk", {"duration_weeks": 13, "places": ("Aalborg", "Brønderslev")}),
        ("Ventilens mødesteder", {"min_age": 15, "max_age": 25, "sites": 15}),
        ("Young Connect", {"min_age": 14, "max_age": 30, "sites": 6}),
        ("Sct. Nikolaj Tjenesten", {"sites": 8, "interventions": ("raadgivning",)}),
        ("Kirkens Korshærs Varmestuer", {"sites": 24, "age_group": "midaldrende"}),
        ("Værket", {"min_age": 30, "max_age": 60, "sites": 19}),
        ("Besøgstjenesten", {"organisations": ("Samvirkende Menighedsplejer",), "sites": 60}),
        ("Mænds Mødesteder", {"min_age": 18, "age_group": "aeldre", "places": ("Sjælland", "Jylland")}),
        ("SeniorNET", {"organisations": ("Dansk Folkehjælp",), "sites": 50}),
    ],
)
def test_facts_of_one_initiative(name, facts):
    offer = offer_called(name)
    assert {key: getattr(offer, key) for key in facts} == facts


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("Besøgstjenester", {"local_branches": 174, "people_visited": 8016, "volunteer_hours": 29076}),
        ("Boblberg.dk", {"members": 30000}),
        ("Frivilligcentre & Selvhjælp Danmark (FriSe)", {"self_help_groups": 590, "participants": 5081}),
        ("Livslinien", {"conversations": 16070, "phone_conversations": 14050, "volunteers": 245}),
        ("Rådgivningen i Psykiatrifonden", {"phone_conversations": 8600, "relatives_percent": 22.5}),
        ("Familienetværk", {"people_supported": 1478, "respondents": 218}),
        ("Broen", {"children_supported": 3643, "new_friends_percent": 92}),
        ("Cyberhus", {"visits": 60724, "chat_conversations": 1987}),
        ("KOMsammen", {"young_people": 39, "men_percent": 61.5, "mean_age": 23.4}),
        ("Reach out", {"schools": 21, "pupils": 8285}),
        ("Ventilens mødesteder", {"young_people": 585, "returned_percent": 62, "less_lonely_percent": 79}),
        ("Blå Kors Væresteder", {"visits_per_year": 79700, "visitors_per_year": 1880}),
        ("Værket", {"women_percent": 70, "less_lonely_percent": 70, "kept_relations_percent": 61}),
    ],
)
def test_figures_of_one_initiative(name, figures):
    offer = offer_called(name)
    assert {key: offer.figures[key] for key in figures} == figures


def test_the_conversations_of_livslinien_add_up():
    figures = offer_called("Livslinien").figures
    channels = ("phone_conversations", "online_conversations", "chat_conversations")
    assert sum(figures[channel] for channel in channels) == figures["conversations"]


def test_the_14_municipalities_of_the_national_effort_are_named():
    offer = offer_called("Styrket indsats mod ensomhed blandt ældre, der modtager meget hjemmepleje")
    assert len(offer.places) == offer.sites == offer.figures["municipalities"] == 14
    assert {"Favrskov", "Sorø", "Lolland", "Guldborgsund"} <= set(offer.places)


# ── What a person reads ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("offer", load_national_offers(), ids=lambda offer: offer.name)
def test_what_aase_reads_about_an_offer_is_plain_and_kind(offer):
    assert lix(offer.description.da) <= 35
    assert not WORDS_NOBODY_READS_HERE.search(offer.description.da)
    assert not ENGLISH_WORDS_NOBODY_READS_HERE.search(offer.description.en)
    for text in (offer.description.da, offer.description.en):
        assert 1 <= len(re.findall(r"[.!?](?=\s|$)", text)) <= 2
        assert text.endswith(".")


def test_no_two_offers_say_the_same():
    for language in ("da", "en"):
        assert len({getattr(offer.description, language) for offer in load_national_offers()}) == 79


# ── The contract ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("offer", load_national_offers(), ids=lambda offer: offer.name)
def test_every_offer_has_exactly_the_keys_of_the_contract_and_survives_json(offer):
    printed = as_contract(offer)
    assert list(printed) == CONTRACT_KEYS
    assert json.loads(json.dumps(printed, allow_nan=False)) == printed


def test_offers_cannot_be_changed_by_the_one_who_reads_them():
    offer = offer_called("Fortæl for Livet")
    with pytest.raises(ValidationError):
        offer.evaluated = "yes"
    with pytest.raises(TypeError):
        offer.figures["participants"] = 1
    as_contract(offer)["figures"]["participants"] = 1
    assert offer.figures["participants"] == 523


def test_the_offers_are_read_once():
    assert load_national_offers() is load_national_offers()


# ── A wrong file ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_sound_entry_is_read():
    (offer,) = read_national_offers(entry_as_yaml())
    assert (offer.name, offer.min_age, offer.places) == ("Syngende naboer", 65, ("Favrskov",))


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"age_group": "senior"}, "age_group"),
        ({"interventions": ["kaffe"]}, "interventions.0"),
        ({"interventions": []}, "interventions"),
        ({"interventions": ["database", "raadgivning"]}, "interventions: each code once, in the order"),
        ({"strategies": ["social_kontakt", "social_kontakt"]}, "strategies: each code once"),
        ({"evaluated": True}, "evaluated"),
        ({"nationwide": "ja"}, "nationwide"),
        ({"min_age": 65.5}, "min_age"),
        ({"min_age": 65, "max_age": 60}, "min_age is above max_age"),
        ({"places": "Favrskov"}, "places"),
        ({"sites": 0}, "sites"),
        ({"figures": {"Deltagere": 3}}, "figures.Deltagere"),
        ({"figures": {"women_percent": 101}}, "figures.women_percent"),
        ({"figures": {"participants": "mange"}}, "figures.participants"),
        ({"description": {"da": "Kom og syng."}}, "description.en"),
        ({"colour": "green"}, "colour"),
    ],
)
def test_a_wrong_entry_is_refused_by_number_name_and_key(changes, key):
    with pytest.raises(ValueError, match=re.escape("entry 1 (Syngende naboer)")) as refusal:
        read_national_offers(entry_as_yaml(**changes))
    assert key in str(refusal.value)


def test_a_figure_that_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match=r"figures\.participants"):
        read_national_offers(entry_as_yaml().replace("12", ".nan"))


def test_a_missing_key_is_refused():
    entry = YAML(typ="safe").load(entry_as_yaml())[0]
    del entry["max_age"]
    with pytest.raises(ValueError, match=r"entry 1 \(Syngende naboer\): max_age"):
        read_national_offers(json.dumps([entry]))


def test_two_entries_of_one_name_are_refused():
    entry = entry_as_yaml().strip("[]")
    with pytest.raises(ValueError, match=r"entry 2 \(Syngende naboer\): the name is used twice"):
        read_national_offers(f"[{entry}, {entry}]")


def test_a_file_that_is_no_list_is_refused():
    with pytest.raises(ValueError, match="expected a list"):
        read_national_offers("name: Syngende naboer")
    with pytest.raises(ValueError, match="entry 1"):
        read_national_offers("- Syngende naboer")


@given(
    interventions=st.sets(st.sampled_from(INTERVENTIONS), min_size=1),
    strategies=st.sets(st.sampled_from(STRATEGIES)),
    figures=st.dictionaries(st.from_regex(r"[a-z]{3,9}(_[a-z]{2,5})?", fullmatch=True), st.integers(0, 100)),
)
def test_whatever_sound_facts_go_in_come_out_unchanged(interventions, strategies, figures):
    facts = {
        "interventions": sorted(interventions, key=INTERVENTIONS.index),
        "strategies": sorted(strategies, key=STRATEGIES.index),
        "figures": figures,
    }
    (offer,) = read_national_offers(entry_as_yaml(**facts))
    printed = as_contract(offer)
    assert {key: printed[key] for key in facts} == facts
