"""Short films anybody may see, with captions and words, while everybody in them says yes (R361)."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from brobygger.communities.offers import operations as offers
from brobygger.communities.reach import film_rules
from brobygger.communities.reach.models import Film, FilmConsent, FilmPart
from brobygger.registry.people.acting import acting_as
from tests.web.partners.test_text_pages import client_of, send

HERE = Path(__file__).parent
VIDEO = (HERE / "film.webm").read_bytes()
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nVelkommen til\n"
WORDS = "Bent tager imod ved døren. Han siger: »Velkommen til. Kaffen er klar.«"


def taken_by_a_telephone() -> bytes:
    """A small picture that says where it was taken."""
    exif, kept = Image.Exif(), BytesIO()
    exif[0x8825] = {1: "N", 2: (55.0, 51.0, 30.0), 3: "E", 4: (9.0, 50.0, 50.0)}  # GPS
    with Image.open(HERE / "film.jpg") as picture:
        picture.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


PICTURE = taken_by_a_telephone()


@pytest.fixture
def offer(cast):
    with acting_as(cast.mette):
        return offers.publish(
            organisation=cast.association, name="Værkstedet", kind="group", by=cast.mette, at=cast.at,
            description={"da": "Vi mødes i værkstedet."},
        )  # fmt: skip


def files(**changed: bytes) -> dict[str, SimpleUploadedFile]:
    given = {"video": VIDEO, "captions": CAPTIONS, "poster": PICTURE} | changed
    return {name: SimpleUploadedFile(f"{name}.bin", content) for name, content in given.items()}


def made(cast, offer, who: str = "bent", **told: str) -> Film:
    """Bent has made a film on the page, without any files yet."""
    sent = send(client_of(who), reverse("offer_films", args=[offer.id]), title="En onsdag", **{"link": ""} | told)
    assert sent.status_code == 302
    with acting_as(cast.mette):
        return Film.objects.get()


@pytest.fixture
def shown(cast, offer) -> Film:
    """A whole film that anybody may see."""
    film, bent = made(cast, offer), client_of("bent")
    where = reverse("offer_film", args=[film.id])
    assert send(bent, where, title="En onsdag", transcript=WORDS, **files()).status_code == 302
    yes = {"what": "agree", "name": "Ib", "how": "spoken", "agreed": "on"}
    agreed = send(bent, where, title="En onsdag", transcript=WORDS, **yes)
    assert agreed.status_code == 302
    assert send(bent, reverse("offer_film_show", args=[film.id])).status_code == 302
    return film


def test_nobody_sees_it_before_it_has_captions_words_a_picture_and_a_yes(cast, offer):
    film, bent = made(cast, offer), client_of("bent")
    where = reverse("offer_film", args=[film.id])
    page = bent.get(where).content.decode()
    for lacks in ("Tekster mangler", "Et billede mangler", "hvad der bliver sagt og vist", "hvem der kan kendes"):
        assert lacks in page, lacks
    assert send(bent, reverse("offer_film_show", args=[film.id])).status_code == 409
    only = {"video": files()["video"]}
    assert send(bent, where, title="En onsdag", transcript=WORDS, nobody_seen="on", **only).status_code == 302
    assert send(bent, reverse("offer_film_show", args=[film.id])).status_code == 409
    assert "En onsdag" not in Client().get(reverse("find_films")).content.decode()
    assert Client().get(reverse("film_video", args=[film.id])).status_code == 404


def test_anybody_sees_it_on_its_own_page_and_the_offers_without_a_cookie_or_a_strangers_player(offer, shown):
    for where in (reverse("find_films"), reverse("find_offer", args=[offer.id])):
        answer = Client().get(where)
        page = answer.content.decode()
        assert f'src="{reverse("film_video", args=[shown.id])}" type="video/webm"' in page
        assert '<track kind="captions" srclang="da"' in page
        assert "Kaffen er klar." in page
        assert 'preload="none"' in page
        assert not answer.cookies
        assert "<iframe" not in page
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    with Image.open(BytesIO(PICTURE)) as sent:
        assert sent.getexif().get_ifd(0x8825), "it was sent with its place"
    assert len(PICTURE) < film_rules.LARGEST["poster"]
    with Image.open(BytesIO(Client().get(reverse("film_poster", args=[shown.id])).content)) as seen:
        assert (seen.size, dict(seen.getexif())) == (sent.size, {}), "anybody sees the picture, and not where"
    told = Client().get(reverse("film_captions", args=[shown.id]))
    assert (told.content, told.headers["Content-Type"]) == (CAPTIONS, "text/vtt")
    assert not told.cookies


def test_a_browser_gets_the_piece_it_asks_for(shown):
    where, size = reverse("film_video", args=[shown.id]), len(VIDEO)
    whole = Client().get(where)
    assert (whole.status_code, whole.content, whole.headers["Accept-Ranges"]) == (200, VIDEO, "bytes")
    assert whole.headers["Content-Type"] == "video/webm"
    piece = Client().get(where, headers={"Range": "bytes=10-19"})
    assert (piece.status_code, piece.content) == (206, VIDEO[10:20])
    assert piece.headers["Content-Range"] == f"bytes 10-19/{size}"
    from_start = Client().get(where, headers={"Range": "bytes=0-"})
    assert (from_start.status_code, from_start.content) == (206, VIDEO)
    assert from_start.headers["Content-Range"] == f"bytes 0-{size - 1}/{size}"
    for odd in ("bytes=999999-", "bytes=a-b", "x" * 300, f"bytes={'1' * 5000}-", "bytes=٣-"):
        assert Client().get(where, headers={"Range": odd}).status_code == 200
    assert Client().post(where).status_code == 405


def test_a_yes_that_is_taken_back_hides_it_at_once_and_erases_the_files(cast, offer, shown):
    bent = client_of("bent")
    with acting_as(cast.mette):
        yes = FilmConsent.objects.get()
    assert send(bent, reverse("offer_film_withdraw", args=[yes.id])).status_code == 302
    assert Client().get(reverse("film_video", args=[shown.id])).status_code == 404
    assert "En onsdag" not in Client().get(reverse("find_offer", args=[offer.id])).content.decode()
    with acting_as(cast.mette):
        assert not FilmPart.objects.exists()
        shown.refresh_from_db()
        assert (shown.shown, shown.transcript, shown.hidden_why) == (False, "", "taken_back")
    where = reverse("offer_film", args=[shown.id])
    send(bent, where, title="En onsdag", transcript=WORDS, nobody_seen="on", **files())
    assert send(bent, reverse("offer_film_show", args=[shown.id])).status_code == 409
    assert Client().get(reverse("film_video", args=[shown.id])).status_code == 404


def test_another_video_is_hidden_until_somebody_shows_it_again(shown):
    bent, where = client_of("bent"), reverse("offer_film", args=[shown.id])
    send(bent, where, title="En onsdag", transcript=WORDS, captions=files()["captions"])
    assert Client().get(reverse("film_video", args=[shown.id])).status_code == 200
    send(bent, where, title="En onsdag", transcript=WORDS, video=files()["video"])
    assert Client().get(reverse("film_video", args=[shown.id])).status_code == 404
    send(bent, reverse("offer_film_show", args=[shown.id]))
    assert Client().get(reverse("film_video", args=[shown.id])).status_code == 200


def test_an_offer_that_is_taken_off_takes_its_film_along_and_one_may_hide_it(cast, offer, shown):
    assert send(client_of("bent"), reverse("offer_film_show", args=[shown.id])).status_code == 302
    assert Client().get(reverse("film_video", args=[shown.id])).status_code == 404
    send(client_of("bent"), reverse("offer_film_show", args=[shown.id]))
    assert Client().get(reverse("film_video", args=[shown.id])).status_code == 200
    with acting_as(cast.mette):
        offers.describe(offer=offer, danish="Vi mødes.", by=cast.mette, at=cast.at, published=False)
    assert "En onsdag" not in Client().get(reverse("find_films")).content.decode()
    assert Client().get(reverse("film_video", args=[shown.id])).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"video": b"MZ\x90\x00 a program"}, "Den slags fil kan vi ikke vise."),
        ({"captions": b"not captions"}, "Den slags fil kan vi ikke vise."),
        ({"poster": b"<svg onload='alert(1)'>"}, "Den slags fil kan vi ikke vise."),
        ({"poster": PICTURE[:40] + b"x" * film_rules.LARGEST["poster"]}, "Vi kunne ikke læse billedet."),
        ({"captions": CAPTIONS + b"x" * film_rules.LARGEST["captions"]}, "Filen er for stor."),
    ],
)
def test_a_file_that_is_something_else_or_too_large_is_told(cast, offer, wrong, message):
    film = made(cast, offer)
    where = reverse("offer_film", args=[film.id])
    sent = send(client_of("bent"), where, title="En onsdag", transcript=WORDS, nobody_seen="on", **files(**wrong))
    assert sent.status_code == 422
    assert message in sent.content.decode()
    assert send(client_of("bent"), reverse("offer_film_show", args=[film.id])).status_code == 409


def test_a_screenshot_is_made_small_enough_for_an_old_telephone(cast, offer):
    film, bent = made(cast, offer), client_of("bent")
    where, taken = reverse("offer_film", args=[film.id]), BytesIO()
    Image.effect_noise((1600, 1200), 90).convert("RGBA").save(taken, "PNG")
    assert len(taken.getvalue()) > 10 * film_rules.LARGEST["poster"]
    sent = send(bent, where, title="En onsdag", transcript=WORDS, **files(poster=taken.getvalue()))
    assert sent.status_code == 302
    with acting_as(cast.mette):
        kept = FilmPart.objects.get(part="poster")
    assert (kept.media_type, kept.size <= film_rules.LARGEST["poster"]) == ("image/jpeg", True)
    with Image.open(BytesIO(kept.content)) as picture:
        assert picture.width / picture.height == pytest.approx(4 / 3, abs=0.01)
    page = bent.get(where).content.decode()
    for name in ("transcript", "video", "captions", "poster"):
        label = re.search(rf'<label[^>]*for="id_{name}">(.*?)</label>', page)
        assert label, name
        assert "frivilligt" not in label[1], name
    assert page.count("Skal der til, før alle kan se filmen") == 4


def test_a_draft_begun_by_mistake_is_erased_and_a_film_that_was_shown_is_not(cast, offer):
    film, bent = made(cast, offer), client_of("bent")
    where, erase = reverse("offer_film", args=[film.id]), reverse("offer_film_erase", args=[film.id])
    yes = {"what": "agree", "name": "Ib", "how": "spoken", "agreed": "on"}
    send(bent, where, title="En onsdag", transcript=WORDS, **yes, **files())
    assert erase in bent.get(where).content.decode()
    send(bent, reverse("offer_film_show", args=[film.id]))
    assert erase not in bent.get(where).content.decode()
    assert send(bent, erase).status_code == 409
    with acting_as(cast.mette):
        Film.objects.filter(id=film.id).update(shown=False, shown_on=None)
    assert send(client_of("nina"), erase).status_code == 404
    assert send(bent, erase).status_code == 302
    with acting_as(cast.mette):
        assert not Film.objects.exists()
        assert not FilmPart.objects.exists()
        assert not FilmConsent.objects.exists()


def test_a_film_far_too_large_wipes_nothing_and_what_was_written_stands_in_the_form(cast, shown, monkeypatch):
    monkeypatch.setattr("brobygger.pathway.detection.register_file.MAX_BYTES", 4_000)
    bent, where = client_of("bent"), reverse("offer_film", args=[shown.id])
    written = {"title": "En torsdag", "transcript": WORDS + " Ib ler.", "nobody_seen": "on"} | files(
        video=VIDEO + b"x" * 3_000
    )
    order = re.findall(r'name="(title|video|captions|poster|transcript|nobody_seen)"', bent.get(where).content.decode())
    assert len(order) == 6
    sent = send(bent, where, **{name: written[name] for name in order})  # as a browser sends it: in the page's order
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "Filen er for stor." in page
    assert "Ib ler." in page
    with acting_as(cast.mette):
        shown.refresh_from_db()
    assert (shown.title, shown.transcript, shown.nobody_seen, shown.shown) == ("En onsdag", WORDS, False, True)


def test_either_button_keeps_what_was_written_beside_it(cast, offer):
    film, bent = made(cast, offer), client_of("bent")
    where = reverse("offer_film", args=[film.id])
    told = {"title": "En onsdag", "transcript": WORDS, "how": "spoken"}
    half = send(bent, where, what="agree", name="Ib", **told)  # not asked yet
    assert half.status_code == 422
    assert "Kaffen er klar." in half.content.decode()
    assert 'value="Ib"' in half.content.decode()
    with acting_as(cast.mette):
        film.refresh_from_db()
        assert (film.transcript, FilmConsent.objects.count()) == (WORDS, 0)
    more = WORDS + " Ib ler."
    assert send(bent, where, what="agree", **told | {"transcript": more}, name="Ib", agreed="on").status_code == 302
    assert "Ib ler." in bent.get(where).content.decode()
    # The other button, with a yes half written: neither is lost.
    other = send(bent, where, **told, name="Gerda").content.decode()
    assert 'value="Gerda"' in other
    assert "må alle se filmen?" in other
    assert send(bent, where, **told, name="Gerda", agreed="on").status_code == 302
    with acting_as(cast.mette):
        assert set(FilmConsent.objects.values_list("name", flat=True)) == {"Ib", "Gerda"}


def test_a_consent_without_a_name_does_not_turn_off_the_captions_of_a_film_elsewhere(cast, offer):
    film, bent = made(cast, offer, link="https://eksempel.dk/film"), client_of("bent")
    told = {"title": "Film", "transcript": WORDS, "nobody_seen": "on", "link_has_captions": "on"}
    send(bent, reverse("offer_film", args=[film.id]), **told)
    page = send(bent, reverse("offer_film", args=[film.id]), what="agree", name="", **told).content.decode()
    for name in ("nobody_seen", "link_has_captions"):
        assert re.search(rf'<input[^>]*name="{name}"[^>]*checked', page), name


def test_a_film_elsewhere_is_a_plain_link_over_https(cast, offer):
    where = reverse("offer_films", args=[offer.id])
    for bad in ("http://eksempel.dk/film", "javascript:alert(1)", "x"):
        assert send(client_of("bent"), where, title="Film", link=bad).status_code == 422
    send(client_of("bent"), where, title="Film", link="https://eksempel.dk/film")
    with acting_as(cast.mette):
        film = Film.objects.get()
    told = {"title": "Film", "transcript": WORDS, "nobody_seen": "on", "link_has_captions": "on"}
    assert send(client_of("bent"), reverse("offer_film", args=[film.id]), **told).status_code == 302
    send(client_of("bent"), reverse("offer_film_show", args=[film.id]))
    page = Client().get(reverse("find_films")).content.decode()
    assert 'href="https://eksempel.dk/film" rel="noreferrer"' in page
    assert "<video" not in page


def test_only_those_who_keep_the_offer_and_a_yes_needs_a_name(cast, offer, shown):
    where = reverse("offer_film", args=[shown.id])
    assert client_of("nina").get(where).status_code == 404
    assert client_of("karin").get(where).status_code == 403
    sent = send(client_of("bent"), where, title="En onsdag", transcript=WORDS, what="agree", name="", how="spoken")
    assert sent.status_code == 422
    assert "må alle se filmen?" in sent.content.decode()
