"""Another municipality's recipe comes in as a file, with texts, roles, steps and instruments, and is run by here."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import find, share
from brobygger.programmes.running import queries
from brobygger.programmes.running.models import OwnRecipe, Programme
from brobygger.programmes.running.recipe_file import as_yaml
from brobygger.registry.instruments import load as instruments
from brobygger.registry.own_instruments import operations as own_instruments
from brobygger.registry.own_instruments import rules as own_rules
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.web.staff_office.conftest import reads, send, text_of

OWN = "own-tegn-i-naboen@1"


@pytest.fixture
def file_from_here(programme, lone):
    """Eksempelkøbing publishes what it has learnt, and downloads it."""
    sent = send(lone, "publish", programme.id, title="Mænd ved havnen", summary="Kort", lesson="Begynd i maj.")
    assert sent.status_code == 302
    return lone.get(reverse("recipe_yaml", args=["maend-ved-havnen"])).content.decode()


@pytest.fixture
def there(cast, as_user):
    """Nabokøbing's programme manager, signed in."""
    from brobygger.registry.access.models import Membership

    with acting_as(cast.nina):
        Membership.objects.filter(id=cast.nina.membership_id).update(role="programme_manager")
    return as_user("nina")


def uploaded(client, text, name="opskrift.yaml"):
    content = text if isinstance(text, bytes) else text.encode()
    return send(client, "recipe_from_file", file=SimpleUploadedFile(name, content))


def in_gallery(actor):
    with acting_as(actor):
        return list(OwnRecipe.objects.values_list("slug", "version"))


def test_a_municipality_downloads_and_another_takes_in_adopts_and_begins(cast, there, file_from_here):
    shown = text_of(uploaded(there, file_from_here))
    for words in ("Mænd ved havnen", "Eksempelkøbing Kommune", "Roller", "Trin", "Hent opskriften ind"):
        assert words in shown
    assert in_gallery(cast.nina) == []  # reading keeps nothing
    sent = send(there, "recipe_from_file", text=file_from_here.replace("\n", "\r\n"), title="Mænd ved havnen")
    assert sent["Location"] == reverse("recipe", args=["maend-ved-havnen"])
    gallery = text_of(there.get(reverse("recipes")))
    assert gallery.index("Mænd ved havnen") < gallery.index("Vi løfter i flok")
    assert "hentet ind" in gallery

    sent = send(there, "recipe_adopt", "maend-ved-havnen", name="Mænd hos os", starts_on=cast.today.isoformat(),
                owner=str(cast.nina.organisation_id))  # fmt: skip
    assert sent.status_code == 302
    with acting_as(cast.nina):
        theirs = Programme.objects.get(name="Mænd hos os")
    assert send(there, "prepare", theirs.id, with_gaps="on").status_code == 302
    with acting_as(cast.nina):
        theirs.refresh_from_db()
        here, before = queries.recipe_of(theirs), load.load("000-horsens")
        assert (here.roles, here.steps, here.screening) == (before.roles, before.steps, before.screening)
        assert here.advice[-1].da == "Begynd i maj."
        begun = find.begin(person=cast.ruth, programme=theirs, found_by="home_care", by=cast.nina, at=cast.at)
        assert begun.next_step == here.path[1]


def test_the_same_version_is_refused_a_later_one_follows_and_the_old_one_stays(cast, there, file_from_here):
    kept = {"title": "Mænd ved havnen"}
    assert send(there, "recipe_from_file", text=file_from_here, **kept).status_code == 302
    changed = file_from_here.replace("Begynd i maj.", "Begynd i juni.")
    again = send(there, "recipe_from_file", text=changed, **kept)
    assert again.status_code == 422
    assert "I har allerede version 1 af den opskrift." in text_of(again)
    later = changed.replace("version: 1", "version: 2") if "version: 1" in changed else f"{changed}version: 2\n"
    assert "I har version 1 af den." in text_of(uploaded(there, later))
    assert send(there, "recipe_from_file", text=later, **kept).status_code == 302
    assert send(there, "recipe_from_file", text=changed, title="Mænd ved åen").status_code == 302
    assert sorted(in_gallery(cast.nina)) == [("maend-ved-aaen", 1), ("maend-ved-havnen", 1), ("maend-ved-havnen", 2)]
    with acting_as(cast.nina):
        assert queries.recipe(cast.nina, "maend-ved-havnen").advice[-1].da == "Begynd i juni."


def test_a_bundled_or_own_recipe_is_never_covered(cast, programme, lone, file_from_here):
    own = send(lone, "recipe_from_file", text=file_from_here.replace("Begynd i maj.", "x"), title="Mænd ved havnen")
    assert (own.status_code, "En anden opskrift hedder sådan." in text_of(own)) == (422, True)
    of_programme = lone.get(reverse("programme_yaml", args=[programme.id])).content.decode()
    shown = text_of(uploaded(lone, of_programme))
    assert "Brobygger har selv en opskrift med det korte navn" in shown
    title = load.load("000-horsens").title.da
    assert send(lone, "recipe_from_file", text=of_programme, title=title).status_code == 422
    assert send(lone, "recipe_from_file", text=of_programme, title="Mænd fra naboen").status_code == 302
    assert "maend-fra-naboen" in dict(in_gallery(cast.lone))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Filen er tom."),
        (b"\xff\xfe\x00", "Filen er ikke gemt i UTF-8."),
        (b"x" * 800_001, "Filen er for stor."),
        (b"id: x\nfarve: blaa\n", "Linje 2 (farve): Nøglen `farve` findes ikke her."),
        (b"a: &x [1]\nb: *x\n", "Henvisninger"),
        (b"version: 99999999999\n", "Linje 1 (version): `version` er 99999999999, men må højst være 1000000."),
        (b"<script>alert(1)</script>", "En opskrift er nøgler med værdier"),
    ],
)
def test_what_is_wrong_with_the_file_is_told_with_the_line(cast, lone, content, told):
    answer = uploaded(lone, content)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert in_gallery(cast.lone) == []


@pytest.mark.parametrize("lesson", ["Aase Andersen var glad.", "Ring 21 00 00 82"])
def test_nobody_comes_along_by_name(cast, lone, lesson):
    text = as_yaml(load.load("000-horsens")).replace("id: 000-horsens", "id: fra-naboen")
    told = text.replace("advice:\n", f"advice:\n- da: {lesson}\n  en: {lesson}\n  source: X\n", 1)
    assert told != text
    sent = send(lone, "recipe_from_file", text=told, title=load.load("000-horsens").title.da)
    assert sent.status_code == 422
    assert lesson in text_of(sent)


def with_own_instrument(cast):
    """The file of a municipality whose recipe asks by an instrument it has made itself."""
    return as_yaml(load.load("000-horsens")).replace("id: 000-horsens", "id: fra-naboen").replace("t-ils@2", OWN)


def test_an_instrument_that_is_not_here_is_told_before_and_chosen(cast, lone):
    text, title = with_own_instrument(cast), load.load("000-horsens").title.da
    assert OWN in text
    shown = text_of(uploaded(lone, text))
    assert "Måleredskaber, der skal vælges hos jer" in shown
    assert OWN in shown
    unchosen = send(lone, "recipe_from_file", text=text, title=title)
    assert (unchosen.status_code, "Vælg et måleredskab." in text_of(unchosen)) == (422, True)
    wrong = send(lone, "recipe_from_file", **{"text": text, "title": title, "instrument-0": "who-5@1"})
    assert wrong.status_code == 422  # its numbers do not fit the file's colours
    assert "who-5@1" in text_of(wrong)
    assert in_gallery(cast.lone) == []
    assert (
        send(lone, "recipe_from_file", **{"text": text, "title": title, "instrument-0": "t-ils@2"}).status_code == 302
    )
    with acting_as(cast.lone):
        assert queries.recipe(cast.lone, "fra-naboen").screening.instrument == "t-ils@2"


def test_a_recipe_with_an_own_instrument_says_that_its_file_goes_along(cast, programme, lone):
    with acting_as(cast.lone):
        draft = own_instruments.begin(
            definition=own_rules.copied(instruments.load("t-ils@2"), "Tegn i naboen"), by=cast.lone, at=now()
        )
        own_instruments.publish(draft=draft, seen=draft.edition, by=cast.lone, at=now())
        made = share.bring_in(
            text=with_own_instrument(cast), title="Fra os", instead={OWN: OWN}, by=cast.lone, at=now()
        )
    page = text_of(lone.get(reverse("recipe", args=[made.slug])))
    assert reverse("instrument_file", args=[OWN]) in page


def test_only_a_programme_manager_takes_a_recipe_in(as_user, lone):
    assert "Hent en opskrift ind fra en fil" in text_of(lone.get(reverse("recipes")))
    assert reads(lone, "recipe_from_file") <= 15
    for who in ("mette", "admin", "karin", "bent"):
        assert as_user(who).get(reverse("recipe_from_file")).status_code == 403
