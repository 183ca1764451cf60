"""Karin drives out of coverage: six visits, a flat battery, a cut line, and everything received once."""

from __future__ import annotations

import os
import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browsers import CHROMIUM
from tests.stories.conftest import WIDTHS, _session_of
from tests.stories.cutting import Cutter

NAMES = ("Alma", "Birte", "Clara", "Doris", "Else", "Frida")
SOMEWHERE = "Koret ved kirken"
AT_NIGHT = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
SECONDS_OF_CUTS, VISITS_CUT, CUTS_LEAST = (240, 600, 500) if AT_NIGHT else (15, 120, 20)
KEEP_SENDING = "() => import('/static/offline/sending.js').then((sending) => sending.sendAll())"
STATES = """async () => (await (await import('/static/offline/store.js')).visits()).map((row) => row.state).sort()"""
# Visits as the page seals them, without forty times six taps.
SEAL = """async (episodes) => {
  const store = await import('/static/offline/store.js');
  const has = await store.todaysKey();
  for (const episode of episodes) {
    const body = JSON.stringify({ screening_id: crypto.randomUUID(), consent_id: crypto.randomUUID(), how: "spoken",
      opened_at: new Date().toISOString(), instrument: "t-ils@2", answers: [2, 2, 2], said: "yes" });
    await store.keepVisit(has, { id: crypto.randomUUID(), episode, state: "saved" }, { name: "x", body, told: [] });
  }
}"""
REFUSED_YESTERDAY = """async () => {
  const store = await import('/static/offline/store.js');
  const day = new Date(Date.now() - 24 * 3600 * 1000).toISOString().slice(0, 10);
  const told = await (await fetch("/uden-daekning/dag/?dage=" + day)).json();
  const has = { owner: told.owner, day, key: await store.keyOf(told.keys[day]) };
  const row = { id: crypto.randomUUID(), episode: crypto.randomUUID(), state: "help", status: 404 };
  await store.keepVisit(has, row, { name: "Ida Igår", body: "{}", told: [["Note", "Har en kat"]] });
}"""
EVERYTHING_KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys()) texts.push(await (await caches.match(one)).text());
  const asked = indexedDB.open("brobygger-visits");
  const base = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const decode = (_name, value) => value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : value;
  for (const store of base.objectStoreNames) {
    const rows = await new Promise((done) =>
      (base.transaction(store).objectStore(store).getAll().onsuccess = (e) => done(e.target.result)));
    texts.push(JSON.stringify(rows, decode));
  }
  return texts.join();
}"""


def given_somewhere_to_go(stories):
    """One offer for all of these stories, near everybody."""
    from brobygger.communities.offers.models import Offer
    from brobygger.registry.people.acting import acting_as
    from tests.receiving import given_offer

    with acting_as(stories.cast.mette):
        there = Offer.objects.filter(name=SOMEWHERE).exists()
    if not there:
        given_offer(stories.cast, name=SOMEWHERE, address="Kirkevej 1", contact_name="Bent Birk")


@pytest.fixture
def given(stories):
    """Somebody found in Favrskov's programme with a visit planned for Karin today."""

    def found(given_name, family_name="Fjernegaard", *, planned=True):
        from brobygger.journeys import ask
        from brobygger.registry.people.acting import acting_as

        with stories.database():
            given_somewhere_to_go(stories)
            person = stories.given_person(given_name, family_name, address="Enghavevej 3", postcode="9998")
            episode = stories.given_episode(person, stories.programmes.favrskov)
            with acting_as(stories.cast.mette):
                ask.offer_visits(
                    episodes_to_ask=[episode][:planned], planned_at=[stories.cast.at + timedelta(minutes=5)][:planned],
                    employee=stories.cast.karin, by=stories.cast.mette, at=stories.cast.at,
                )  # fmt: skip
        return episode

    return found


@pytest.fixture
def kept(stories):
    """What the server holds of an episode: (screenings, consents)."""

    def count(episode):
        from brobygger.pathway.screening.models import Screening
        from brobygger.registry.people.acting import acting_as
        from brobygger.registry.people.models import Consent

        with stories.database(), acting_as(stories.cast.system):
            screenings = Screening.objects.filter(episode=episode).count()
            return screenings, Consent.objects.filter(person_id=episode.person_id).count()

    return count


@pytest.fixture
def signed(stories):
    """What came with the yes: (signatures, wishes, tasks for the coordinator)."""

    def came(episode):
        from brobygger.pathway.followup.models import Task
        from brobygger.pathway.matching.models import Wishes
        from brobygger.pathway.outreach.models import Signature
        from brobygger.registry.people.acting import acting_as

        with stories.database(), acting_as(stories.cast.system):
            signatures = Signature.objects.filter(person_id=episode.person_id).count()
            wishes = Wishes.objects.get(episode=episode).interests
            return signatures, wishes, Task.objects.filter(episode=episode, kind="wants_offer").count()

    return came


@pytest.fixture
def telephone(stories, browser, tmp_path):
    """Karin's telephone, signed in: `telephone()` switches it on, again too; what it keeps survives."""
    contexts, session = [], _session_of(stories, "karin")

    def switch_on(address=stories.address, *, offline=False):
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "telephone"), executable_path=str(CHROMIUM), base_url=address, locale="da-DK",
            viewport=WIDTHS["phone"], has_touch=True, offline=offline,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )  # fmt: skip
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        contexts.append(context)
        return context, context.pages[0]

    yield switch_on
    contexts[-1].close()


def take_the_day(page):
    page.goto("/min-dag/")
    expect(page.get_by_text("Dagens besøg er på telefonen")).to_be_visible()


def open_visit(page, name):
    page.goto("/uden-daekning/")
    page.get_by_text(f"{name} Fjernegaard").click()


def hold(page, name, *answers, said="Ja tak"):
    """A whole visit without coverage, from the list on the phone."""
    open_visit(page, name)
    page.get_by_role("button", name="Begynd, jeg er på besøg").click()
    finish(page, *answers, said=said)


def sign_and_choose(page, axe, look):
    """Her name on the screen with a finger, a wish, and a place to begin."""
    page.get_by_role("button", name="Færdig").click()
    expect(page.get_by_text("Der står ikke noget endnu")).to_be_visible()
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 20 + 20 * step, box["y"] + (80 if step % 2 else 30), steps=3)
    page.mouse.up()
    axe(page)
    look(page, "offline-sign")
    page.get_by_role("button", name="Færdig").click()
    page.get_by_text("sang og musik").click()
    axe(page)
    look(page, "offline-wishes")
    page.get_by_role("button", name="Videre").click()
    axe(page)
    look(page, "offline-offers")
    page.get_by_role("button", name=f"Det vil jeg gerne {SOMEWHERE}").click()
    axe(page)
    look(page, "offline-share")
    page.get_by_role("button", name="Ja, giv dem besked").click()


def finish(page, *answers, said, begins=None):
    for answer in answers:
        here = page.locator("p:visible").filter(has_text=re.compile(r"Spørgsmål \d+ af")).inner_text()
        page.get_by_role("button", name=answer, exact=True).click()
        expect(page.locator("p:visible").filter(has_text=here)).to_have_count(0)  # sealed, and the next is shown
    page.get_by_role("button", name="Videre").click()
    if begins:
        page.get_by_text("på skærmen").click()
    page.get_by_role("button", name=said, exact=True).click()
    if begins:
        begins()
    elif said.startswith("Ja"):
        page.get_by_role("button", name="Videre").click()  # the wishes may be left empty
        page.get_by_role("button", name="Ikke noget i dag").click()
    if said.startswith("Nej"):
        page.get_by_role("button", name="Havde ikke lyst").or_(page.locator(".answers button")).first.click()
    expect(page.get_by_role("heading", name="Gemt på telefonen")).to_be_visible()
    expect(page.locator("[data-badge]")).to_contain_text("gemt på telefonen")


def files_with(word, folder):
    """Files of the telephone's browser that hold a word in plain."""
    wanted = (word.encode(), word.encode("utf-16-le"))
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [path.name for path in files if any(one in path.read_bytes() for one in wanted)]


@pytest.fixture
def line(stories):
    """The line between the telephone and the server."""
    with Cutter(stories.address) as between:
        yield between


def test_six_visits_without_coverage_and_a_flat_battery(line, telephone, given, kept, signed, axe, look, tmp_path):
    episodes = {name: given(name) for name in NAMES}
    context, page = telephone(line.address)
    take_the_day(page)
    axe(page)
    look(page, "offline-my-day")
    line.down = True
    context.set_offline(True)
    page.get_by_role("link", name="Start besøg hos Alma Fjernegaard").click()  # the link that works with coverage too
    axe(page)
    look(page, "offline-begin")
    page.get_by_role("button", name="Se, hvad der findes i nærheden").click()
    expect(page.get_by_role("heading", name=SOMEWHERE)).to_be_visible()
    page.get_by_role("button", name="Tilbage").click()
    page.get_by_role("button", name="Begynd, jeg er på besøg").click()
    axe(page)
    look(page, "offline-item")
    finish(page, "Ofte", "Ofte", "Ofte", said="Ja tak", begins=lambda: sign_and_choose(page, axe, look))
    look(page, "offline-saved")
    hold(page, "Birte", "En gang imellem", "En gang imellem", "Ofte", said="Nej, eller ikke nu")
    hold(page, "Clara", "Sjældent", "Sjældent", "Sjældent")
    open_visit(page, "Doris")
    page.get_by_role("button", name="Begynd, jeg er på besøg").click()
    page.get_by_role("button", name="Ofte", exact=True).click()
    expect(page.get_by_role("heading", name="Spørgsmål 2 af 3")).to_be_attached()
    assert "Fjernegaard" not in page.evaluate(EVERYTHING_KEPT)
    context.close()  # the battery
    assert files_with("Fjernegaard", tmp_path / "telephone") == []
    assert files_with("brobygger-visits", tmp_path / "telephone") != []  # the search finds what is there

    context, page = telephone(line.address, offline=True)
    open_visit(page, "Doris")
    expect(page.get_by_role("heading", name="Spørgsmål 2 af 3")).to_be_attached()  # where it was left
    page.get_by_role("link", name="Tilbage").click()
    page.get_by_role("button", name="Ofte ✓ valgt").click()
    finish(page, "Ofte", "Ofte", said="Vi taler om det en anden dag")
    hold(page, "Else", "Ofte", "Ofte", "Sjældent")
    hold(page, "Frida", "Ofte", "Ofte", "Ofte")
    page.goto("/arbejdsliste/")
    expect(page.get_by_text("Der er ikke dækning til den side")).to_be_visible()
    axe(page)
    look(page, "offline-list")
    assert page.evaluate(STATES) == ["saved"] * 6
    assert [kept(episode) for episode in episodes.values()] == [(0, 0)] * 6

    open_visit(page, "Frida")
    line.down = False
    context.set_offline(False)
    expect(page.get_by_role("heading", name="Modtaget")).to_be_visible()
    expect(page.locator("[data-badge]")).to_contain_text("modtaget")
    axe(page)
    look(page, "offline-received")
    page.reload()
    page.evaluate(KEEP_SENDING)
    assert page.evaluate(STATES) == ["received"] * 6
    assert signed(episodes["Alma"]) == (1, ["sang"], 1)
    assert [kept(episodes[name]) for name in NAMES] == [(1, 1), (1, 0), (1, 0), (1, 0), (1, 1), (1, 1)]


def test_a_refused_visit_says_whom_to_call_and_log_out_takes_the_names(stories, telephone, given, kept, axe, look):
    gone, waits = given("Gerda"), given("Hanne")
    context, page = telephone()
    take_the_day(page)
    context.set_offline(True)
    hold(page, "Gerda", "Ofte", "Ofte", "Ofte")
    with stories.database():
        from brobygger.journeys import leave
        from brobygger.registry.people.acting import acting_as

        with acting_as(stories.cast.mette):
            leave.died(person=gone.person, on=stories.cast.today, by=stories.cast.mette, at=stories.cast.at)
    open_visit(page, "Gerda")
    context.set_offline(False)
    expect(page.get_by_role("heading", name="Besøget kræver hjælp")).to_be_visible()
    expect(page.get_by_text("Borgeren er registreret som død")).to_be_visible()
    expect(page.get_by_role("link", name="12 34 56 78").first).to_be_visible()
    expect(page.get_by_text("Ofte").first).to_be_visible()  # the answers are still here to be read out
    axe(page)
    look(page, "offline-help")
    assert kept(gone) == (0, 0)

    context.set_offline(True)
    hold(page, "Hanne", "Ofte", "Ofte", "Ofte")
    page.evaluate("""async () => {
        const store = await import('/static/offline/store.js');
        const row = (await store.visits()).find((one) => one.state === "saved");
        await store.markVisit({ ...row, changed: Date.now() - 25 * 3600 * 1000 });
    }""")
    page.goto("/uden-daekning/")
    expect(page.get_by_text("Et besøg har ventet i mere end et døgn")).to_be_visible()
    axe(page)
    look(page, "offline-old")
    page.evaluate("async () => (await import('/static/offline/store.js')).forgetDay()")  # what «Log af» does first
    page.goto("/uden-daekning/")
    expect(page.get_by_text("Dagen er låst")).to_be_visible()
    expect(page.get_by_text("Fjernegaard")).to_have_count(0)
    assert page.evaluate(STATES) == ["help", "saved"]
    context.set_offline(False)
    page.goto("/uden-daekning/")
    page.evaluate(KEEP_SENDING)
    assert kept(waits) == (1, 1)
    page.goto("/min-dag/")
    expect(page.get_by_text("Et besøg på telefonen kræver hjælp")).to_be_visible()
    page.get_by_role("button", name="Log af").click()
    page.wait_for_url(lambda address: "/min-dag/" not in address)
    assert page.evaluate("async () => (await import('/static/offline/store.js')).todaysKey()") is None
    assert page.evaluate(STATES) == ["help"]  # what is not received is never removed by itself


def test_what_was_refused_yesterday_is_read_with_todays_sign_in(telephone):
    _context, page = telephone()
    take_the_day(page)
    page.evaluate(REFUSED_YESTERDAY)
    page.goto("/uden-daekning/")
    page.get_by_text("Ida Igår").click()
    expect(page.get_by_text("Har en kat")).to_be_visible()
    expect(page.get_by_text("Du kan ikke længere se borgeren")).to_be_visible()


def test_a_line_that_is_cut_at_any_byte_loses_nothing_and_doubles_nothing(line, telephone, given, kept):
    episodes = [given(f"Inger {number}", planned=False) for number in range(VISITS_CUT)]
    _context, page = telephone(line.address)
    take_the_day(page)
    page.goto("/uden-daekning/")
    page.evaluate(SEAL, [str(episode.id) for episode in episodes])
    line.cutting, began = True, time.monotonic()
    while "saved" in page.evaluate(STATES) and time.monotonic() - began < SECONDS_OF_CUTS:
        page.evaluate(KEEP_SENDING)
    line.cutting = False
    for _try in range(5):  # a call that was cut at the last moment waits a little before it is made again
        page.evaluate(KEEP_SENDING)
    print(f"{line.cuts} cuts, {line.visits_cut} with a visit on its way, {time.monotonic() - began:.0f} s")
    assert page.evaluate(STATES) == ["received"] * len(episodes)
    assert line.cuts >= CUTS_LEAST
    assert line.visits_cut >= 20
    assert {kept(episode) for episode in episodes} == {(1, 1)}


def test_a_receipt_whose_address_was_cut_in_two_refuses_nothing(telephone, given, kept):
    """Without encryption a browser follows half an address; the page that is not there says nothing of the visit."""
    episode = given("Ketty", planned=False)
    _context, page = telephone()
    take_the_day(page)
    page.evaluate(SEAL, [str(episode.id)])
    half = {"status": 302, "headers": {"Location": f"/besoeg/{episode.id}/modt"}}
    page.route("**/modtag/", lambda route: route.fulfill(**half))
    page.evaluate(KEEP_SENDING)
    assert page.evaluate(STATES) == ["saved"]
    page.unroute("**/modtag/")
    page.route("**/modtag/", lambda route: route.fulfill(status=404))  # the control: said of the visit itself, it is
    page.evaluate(KEEP_SENDING)
    assert page.evaluate(STATES) == ["help"]
    assert kept(episode) == (0, 0)


def test_control_without_the_number_a_cut_line_would_store_twice(telephone, given, kept):
    """The same line and the same server, but a telephone that numbers each attempt anew."""
    episode = given("Jytte")
    _context, page = telephone()
    take_the_day(page)
    for _attempt in range(2):  # the receipt of the first was lost, so it would send again
        page.evaluate(SEAL, [str(episode.id)])
        page.evaluate(KEEP_SENDING)
    assert kept(episode)[0] == 2
