"""A suicidal thought typed by Aase, or about her by Karin, is noticed however it is spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.registry.instruments.distress import PHRASES, WORDS, plain
from brobygger.registry.instruments.rules import help_needed

WORRYING = [
    # taking one's own life
    "Aase siger, at hun har tænkt på at tage sit eget liv",
    "jeg tager mit liv en af dagene",
    "Han tog sit eget liv, og nu taler hun om det samme",
    "Hun vil tage livet af sig",
    "jeg har lyst til at tage livet af mig selv",
    "Hun nævnte selvmord to gange under besøget",
    "har selvmordstanker om natten",
    "Talte om selv-mord",
    "hun tænker på selv mord",
    "selvmrod",
    "jeg overvejer selvmor",
    "Suicidale tanker siden jul",
    "jeg slår mig selv ihjel",
    "Han siger at han vil slå sig ihjel",
    "jeg kunne lige så godt hænge mig",
    "Jeg skyder mig, hvis de flytter mig på plejehjem",
    "hun truer med at skære i sig selv",
    "Jeg gemmer på pillerne, så jeg kan tage dem på én gang: alle piller på en gang",
    "så tager jeg bare alle mine sovepiller",
    "en overdosis ville være det nemmeste",
    "Hun taler om at springe ud fra altanen",
    "jeg går ud foran toget en dag",
    "Hun taler om at dø",
    "Han har tanker om døden hver nat",
    "Aase vil ikke være i live længere",
    "jeg vil ikke være til mere",
    "Hun siger, at hun ikke vil leve mere",
    "han sagde at han ikke orker mere",
    "Hun fortæller, at hun ikke gider være her",
    # making an end
    "Nu gør jeg en ende på det hele",
    "hun vil sætte et punktum for livet",
    "Jeg vil bare afslutte det hele",
    "gid jeg kunne slippe for livet",
    "Jeg er færdig med livet",
    "Mit liv er slut",
    # wanting to be dead
    "Aase ønsker at dø",
    "Jeg ønsker bare at dø nu",
    "jeg vil gerne dø",
    "jeg vil helst bare have lov til at dø",
    "Hun længes efter at dø",
    "gid jeg var død",
    "Hun sagde: bare jeg var død",
    "Jeg ville hellere være død end ligge her",
    "han har et dødsønske",
    "hun beder om aktiv dødshjælp",
    "Jeg vil op til ham i himlen",
    "jeg vil bare sove ind stille og roligt",
    "Jeg håber ikke, jeg vågner i morgen",
    "bare jeg kunne sove og aldrig vågne igen",
    "jeg ville ønske jeg aldrig var født",
    "døden må gerne komme og hente mig",
    "Jeg vil bare forsvinde for altid",
    # not wanting to live
    "Jeg vil ikke leve mere",
    "jeg gider ikke leve længere",
    "Hun orker ikke at leve",
    "leve vil jeg ikke mere",
    "jeg kan ikke leve uden Svend",
    "jeg vil ikke være her mere",
    "Hun har ikke lyst til at leve",
    "Han har mistet lysten til livet",
    "Aase har tabt livsmodet",
    "jeg er træt af livet",
    "hun er livstræt",
    "Led og ked af at leve",
    "jeg har ikke noget at leve for",
    "der er ingen grund til at leve videre",
    "Livet er ikke værd at leve",
    "livet har ingen mening uden ham",
    "det er meningsløst at leve",
    "Jeg orker ikke mere.",
    "jeg kan ikke mere",
    # being a burden
    "De ville have det bedre uden mig",
    "det var bedre hvis jeg ikke var her",
    "Ingen ville savne mig",
    # spelling and English
    "JEG VIL IKKE LEVE MERE!!!",
    "jeg vil ik leve mer",
    "jeg vil doe",
    "jeg ønsker at dööø",
    "jeg vil gerne do",
    "vil ikkkke leeeeve mere",
    "I want to die",
    "I don't want to live anymore",
]

# Alarms that turn out to be none. They stay: telling them apart would cost real ones.
FALSE_ALARMS_WE_ACCEPT = [
    "Hun har ingen selvmordstanker",
    "Jeg vil ikke dø endnu",
    "Min mand ønskede at dø hjemme",
    "Naboens søn begik selvmord for mange år siden",
]

CALM = [
    "",
    "   ",
    "Jeg vil gerne synge i kor igen",
    "Min mand døde sidste år, og jeg savner ham",
    "Hun taler meget om sin afdøde søster",
    "Hunden er død",
    "Vi skal alle dø en gang",
    "Jeg er bange for at falde og dø alene",
    "Hun tager livet, som det kommer",
    "Han tager livet stille og roligt",
    "Jeg er ved at dø af grin",
    "Jeg lever godt af min pension",
    "Jeg kan ikke leve af min pension",
    "Vil ikke med i gruppen",
    "Hun vil ikke have mere kaffe",
    "Jeg orker ikke den lange gåtur",
    "Jeg kan ikke mere end tre øvelser",
    "Hun er livlig og glad for livet",
    "Der er liv og glade dage på plejehjemmet",
    "Livet er dejligt",
    "Jeg er træt om eftermiddagen",
    "Hun er ked af, at bussen er holdt op med at køre",
    "Han sover godt og vågner klokken syv",
    "Tager sine piller hver morgen",
    "Hun spiller kort og slår mig hver gang",
    "Ingen tid passer hende før klokken ti",
    "Der er ikke noget at lave om søndagen",
    "Vil gerne hjem til Jylland",
    "Ønsker en besøgsven, der kan lide have og hund",
    "Har lyst til at gå en tur med andre",
    "Selvom det regner, går hun ud",
    "Hun har selv mad med",
    "Min datter siger, at jeg skal bede om hjælp",
    "Gruppen er slut klokken fire",
    "Jeg vil ikke være til besvær",
    "Hun vil ikke være i vejen",
    "Jeg kan ikke gå mere end hundrede meter",
    "Der var ikke plads til flere i bussen, så hun blev hjemme",
    "Hun går fra toget til bussen uden hjælp",
    "De kan ikke undvære mig i køkkenet",
    "Det er bedre nu, hvor hun har fået høreapparat",
]


@pytest.mark.parametrize("sentence", WORRYING)
def test_karin_writes_a_worrying_sentence_and_help_is_shown(sentence: str) -> None:
    assert help_needed(sentence)


@pytest.mark.parametrize("sentence", FALSE_ALARMS_WE_ACCEPT)
def test_in_doubt_the_answer_is_yes(sentence: str) -> None:
    assert help_needed(sentence)


@pytest.mark.parametrize("sentence", CALM)
def test_everyday_words_raise_no_alarm(sentence: str) -> None:
    assert not help_needed(sentence)


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len(set(WORRYING)) >= 60
    assert len(set(CALM)) >= 30


def test_every_phrase_is_written_in_the_plain_spelling() -> None:
    for word in " ".join([PHRASES, *WORDS.values()]).lower().replace("/", " ").replace("*", "").split():
        if not word.startswith(("..", "(", "|")) and "-" not in word:
            assert plain(word).strip(" |") == word


@given(st.sampled_from(WORRYING), st.sampled_from(CALM), st.sampled_from(CALM))
def test_a_calm_sentence_before_or_after_hides_nothing(worrying: str, before: str, after: str) -> None:
    assert help_needed(f"{before}. {worrying}. {after}")


@given(st.sampled_from(WORRYING), st.sampled_from([str.upper, str.title, str.swapcase]))
def test_capital_letters_hide_nothing(sentence: str, change: object) -> None:
    assert callable(change)
    assert help_needed(change(sentence))


@given(st.sampled_from(WORRYING))
def test_a_keyboard_without_danish_letters_hides_nothing(sentence: str) -> None:
    assert help_needed(sentence.replace("å", "aa").replace("ø", "oe").replace("æ", "ae"))


@given(st.integers(1, 7), st.sampled_from("aelmorsvd"))
def test_one_wrong_letter_in_the_plainest_word_hides_nothing(place: int, letter: str) -> None:
    word = "selvmord"
    assert help_needed(f"hun taler om {word[:place]}{letter}{word[place + 1 :]}")
    assert help_needed(f"hun taler om {word[:place]}{word[place + 1 :]}")


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    assert help_needed(text) in (True, False)
