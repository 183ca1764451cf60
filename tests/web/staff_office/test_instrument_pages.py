"""Lone makes the municipality's own signs, tries them, takes them into use in a programme, and sends them to others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.episodes.rules import colour
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.instruments import load
from brobygger.registry.instruments.rules import score
from brobygger.registry.own_instruments import operations, queries, rules
from brobygger.registry.own_instruments.models import InstrumentDraft, OwnInstrument
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import reads, send, text_of


def given_draft(cast, title="Tegn i Eksempelkøbing", like="signs@1"):
    with acting_as(cast.lone):
        return operations.begin(definition=rules.copied(load.load(like), title), by=cast.lone, at=now())


def given_published(cast, title="Tegn i Eksempelkøbing"):
    draft = given_draft(cast, title)
    with acting_as(cast.lone):
        return operations.publish(draft=draft, seen=draft.edition, by=cast.lone, at=now())


def rows_of(cast, model):
    with acting_as(cast.lone):
        return list(model.objects.all())


def edition(cast, draft_id):
    with acting_as(cast.lone):
        return InstrumentDraft.objects.get(id=draft_id).edition


def test_lone_makes_one_from_an_empty_sheet_tries_it_and_takes_it_into_use(cast, lone):
    begun = send(lone, "instrument_new", title="Weekenden", like="")
    (draft,) = rows_of(cast, InstrumentDraft)
    assert begun.url == reverse("instrument_draft", args=[draft.id])
    assert "Skriv mindst ét spørgsmål." in text_of(lone.get(begun.url))
    for number, (text, do) in enumerate([("Har du besøg i weekenden?", "next"), ("Spiser du alene?", "")], start=1):
        sent = send(
            lone, "instrument_item", draft.id, number, seen=edition(cast, draft.id), do=do, text_da=text, kind="scale",
            label_1="Sjældent", value_1="0", label_2="Ofte", english_2="Often", value_2="2",
        )  # fmt: skip
        assert sent.status_code == 302
    send(lone, "instrument_bands", draft.id, seen=edition(cast, draft.id), from_1="0", title_1="Fint", colour_1="green",
         from_2="3", title_2="Tal med borgeren", colour_2="red", advice_2="Spørg, hvem hun savner.")  # fmt: skip
    tried = text_of(lone.get(reverse("instrument_draft_try", args=[draft.id]) + "?vis=1&svar_1=2&svar_2=2"))
    assert "Tallet er 4. Tal med borgeren" in tried
    assert "Spørg, hvem hun savner." in tried
    half = text_of(lone.get(reverse("instrument_draft_try", args=[draft.id]) + "?vis=1&svar_1=2"))
    assert "Spørgsmål 2 mangler et svar." in half
    send(lone, "instrument_publish", draft.id, seen=edition(cast, draft.id))
    (made,) = rows_of(cast, OwnInstrument)
    with acting_as(cast.karin):
        found = load.load("own-weekenden@1")
        assert score(found, [0, 2]).band == "b1"
        assert load.load("own-weekenden") is found
    assert made.made_by_name == cast.lone.name
    assert "Weekenden" in text_of(lone.get(reverse("instruments")))


def test_a_running_programme_changes_to_it_and_old_results_keep_theirs(cast, programme, lone):
    given_published(cast)
    with acting_as(cast.lone):
        seen = programme.recipe_version
    page = text_of(lone.get(reverse("change_instrument", args=[programme.id])))
    assert 'value="own-tegn-i-eksempelkoebing@1"' in page
    sent = send(
        lone, "change_instrument", programme.id, seen=seen, reason="Egne tegn",
        instrument="own-tegn-i-eksempelkoebing@1", answered_by="observer", from_day=cast.today.isoformat(),
        green_low="0", green_high="0", yellow_low="1", yellow_high="2", red_low="3", red_high="9",
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)
    with acting_as(cast.lone):
        programme.refresh_from_db()
        recipe = recipe_of(programme)
        assert recipe.screening.replaced[-1].instrument == "own-tegn-i-eksempelkoebing@1"
        assert colour(recipe, 4, "own-tegn-i-eksempelkoebing@1") == "red"


def test_a_version_in_use_never_changes_and_a_new_one_stands_beside_it(cast, lone):
    row = given_published(cast)
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(cast.lone), transaction.atomic():
        OwnInstrument.objects.filter(id=row.id).update(definition="{}")
    sent = send(lone, "instrument_again", row.id)
    (draft,) = rows_of(cast, InstrumentDraft)
    assert sent.url == reverse("instrument_draft", args=[draft.id])
    same = send(lone, "instrument_publish", draft.id, seen=1)
    assert same.status_code == 409
    send(lone, "instrument_item_move", draft.id, 9, seen=1, do="remove")
    send(lone, "instrument_publish", draft.id, seen=2)
    with acting_as(cast.lone):
        assert [len(load.load(f"{row.slug}@{n}").items) for n in (1, 2)] == [9, 8]
        assert load.load(row.slug).version == 2


def test_the_neighbour_neither_sees_nor_uses_it(cast):
    row = given_published(cast)
    ref = f"{row.slug}@1"
    with acting_as(cast.nina):
        assert not load.exists(ref)
        assert queries.own_refs() == ()
        with pytest.raises(load.UnknownInstrument):
            load.load(ref)
    assert not load.exists(ref), "nothing without an actor"
    with pytest.raises(IntegrityError), acting_as(cast.lone), transaction.atomic():
        OwnInstrument.objects.create(slug=row.slug, version=1, definition="{}", made_at=now())


def test_what_is_missing_is_told_in_danish_and_nothing_is_published(cast, lone):
    draft = given_draft(cast)
    sent = send(lone, "instrument_bands", draft.id, seen=1, from_1="0", title_1="Ingen", from_2="0", title_2="Få")
    assert sent.status_code == 302
    page = text_of(lone.get(reverse("instrument_draft", args=[draft.id])))
    assert "Trinene skal begynde højere og højere oppe." in page
    assert send(lone, "instrument_publish", draft.id, seen=2).status_code == 409
    wrong = send(lone, "instrument_item", draft.id, 1, seen=2, text_da="Hej", kind="scale", label_1="Ja", value_1="x")
    assert wrong.status_code == 422
    assert "Skriv et helt tal." in text_of(wrong)
    assert rows_of(cast, OwnInstrument) == []
    assert lone.get(reverse("instrument_item", args=[draft.id, 99])).status_code == 404


def test_two_who_change_it_at_once_do_not_undo_each_other(cast):
    draft = given_draft(cast)
    with acting_as(cast.lone):
        operations.save(draft=draft, definition=rules.blank("A"), seen=1, by=cast.lone, at=now())
        for late in (operations.save, operations.publish):
            extra = {"definition": rules.blank("B")} if late is operations.save else {}
            with pytest.raises(Taken):
                late(draft=draft, seen=1, by=cast.lone, at=now(), **extra)
        with pytest.raises(Taken):
            operations.throw_away(draft=draft, seen=1, by=cast.lone)
        with pytest.raises(Refusal):
            operations.publish(draft=draft, seen=2, by=cast.lone, at=now())


def test_it_travels_to_another_municipality_as_a_file(cast, lone, as_user):
    row = given_published(cast)
    sent_out = lone.get(reverse("instrument_file", args=[f"{row.slug}@1"]))
    upload = {"file": SimpleUploadedFile("tegn.yaml", sent_out.content)}
    taken_in = send(lone, "instrument_from_file", **upload)
    assert taken_in.status_code == 302
    (draft,) = rows_of(cast, InstrumentDraft)
    assert draft.slug == f"{row.slug}-2"
    for content, message in ((b"a: &b 1", "Linje 1"), (b"\xff\xfe", "UTF-8"), (b"id: x\n", "passer ikke")):
        refused = send(lone, "instrument_from_file", file=SimpleUploadedFile("x.yaml", content))
        assert refused.status_code == 422
        assert message in text_of(refused)
    assert len(rows_of(cast, InstrumentDraft)) == 1


def test_others_see_and_try_but_do_not_make(cast, mette, as_user):
    row = given_published(cast)
    page = text_of(mette.get(reverse("instruments")))
    assert "Prøv det" in page
    assert "Lav et måleredskab" not in page
    assert mette.get(reverse("instrument_try", args=[f"{row.slug}@1"])).status_code == 200
    assert mette.get(reverse("instrument_try", args=["own-nothing@1"])).status_code == 404
    assert mette.get(reverse("instrument_new")).status_code == 403
    assert send(as_user("karin"), "instrument_again", row.id).status_code == 403


def test_the_shelf_asks_the_same_few_questions_however_long_it_is(cast, lone):
    given_published(cast)
    few = reads(lone, "instruments")
    for number in range(5):
        given_published(cast, f"Tegn {number}")
    assert reads(lone, "instruments") == few
