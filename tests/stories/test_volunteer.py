"""A volunteer from the poster to the first visit; and Mette's post: a worry answered, a letter printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.receiving import given_pair


def test_sonja_reads_a_poster_and_visits_elna(stories: Any, as_user: Any, axe: Any, look: Any) -> None:
    public = as_user(None, width="phone", scripts=False)
    public.goto("/bliv-frivillig/?kommune=0998&fra=Biblioteket")
    look(public, "join-1-public")
    public.get_by_label("Navn").fill("Sonja Storm")
    public.get_by_label("Telefon").first.fill("22 00 00 01")
    public.get_by_label("E-mail").fill("sonja@demo.brobygger.dk")
    public.get_by_label("Hvor vil du helst være med?").select_option(label="Fællesskabet Eksempelkøbing")
    public.get_by_role("button", name="Send").click()
    public.get_by_role("heading", name="Tak, fordi du vil være med").wait_for()
    look(public, "join-2-thanks")

    bent = as_user("bent")
    bent.goto("/frivillige/")
    axe(bent)
    look(bent, "join-3-overview")
    bent.get_by_role("link", name="Sonja Storm").click()
    for _step in range(3):  # the talk, secrecy and the agreement: the day is today, the step is the next one
        axe(bent)
        bent.get_by_role("button", name="Skridtet er taget").click()
        bent.wait_for_load_state("load")
    look(bent, "join-4-steps")
    bent.get_by_role("button", name="Godkend som frivillig").click()
    bent.get_by_role("heading", name="Sonja Storm er nu frivillig").wait_for()
    axe(bent)
    look(bent, "join-5-welcome")

    with stories.database():
        elna = stories.given_person("Elna", "Eskesen", age=84, phone="21 00 22 84", address="Bakken 2",
                                    postcode="9998", city="Eksempelkøbing")  # fmt: skip
        pair_with(stories, elna, "sonja@demo.brobygger.dk")
    sonja = as_user("sonja", width="phone")
    sonja.goto(f"/min-borger/{elna.id}/")
    sonja.get_by_role("button", name="Vi mødtes i dag").click()
    sonja.get_by_text("Det er skrevet ned").wait_for()
    sonja.goto("/som-frivillig/")
    axe(sonja)
    look(sonja, "join-6-own")
    assert "Du har været på besøg 1 gang" in sonja.content()
    sonja.get_by_role("link", name="Få dine aftaler i telefonens kalender").click()
    sonja.get_by_role("button", name="Få en adresse").click()
    sonja.get_by_text("Den vises kun nu").wait_for()
    axe(sonja)
    look(sonja, "join-7-calendar")
    wide = as_user("bent", width="phone")
    wide.goto("/frivillige/")
    axe(wide)
    look(wide, "join-8-overview")


def pair_with(stories: Any, person: Any, email: str) -> None:
    from brobygger.communities.volunteers import operations as volunteers
    from brobygger.registry.access.models import Membership
    from brobygger.registry.people.acting import acting_as
    from tests.cast import given_shared

    cast = stories.cast
    consent = given_shared(cast, person, actor=cast.bent, data=("name", "contact", "address"))
    with acting_as(cast.mette):
        member = Membership.objects.select_related("organisation").get(user__email=email)
        volunteers.pair(
            person=person, volunteer=member, consent=consent, since=cast.today, next_on=cast.today, by=cast.mette,
            at=cast.at,
        )  # fmt: skip


def test_mette_answers_ole_and_sends_her_post(stories: Any, as_user: Any, axe: Any, look: Any) -> None:
    with stories.database():
        agda = stories.given_person("Agda", "Abel", age=86, phone="21 00 33 86", address="Engen 4", postcode="9998",
                                    city="Eksempelkøbing")  # fmt: skip
        given_pair(stories.cast, agda)
    ole = as_user("ole", width="phone")
    ole.goto(f"/min-borger/{agda.id}/bekymret/")
    ole.get_by_label("Hvad har du lagt mærke til?").fill("Hun går ikke mere ud.")
    ole.get_by_role("button", name="Send").click()
    ole.get_by_text("svarer senest i morgen").wait_for()

    mette = as_user("mette")
    mette.goto(task_address(stories, agda))
    mette.get_by_role("link", name="Skriv et svar").click()
    axe(mette)
    look(mette, "post-1-answer")
    mette.get_by_label("Svar").fill("Tak. Karin kommer forbi i morgen.")
    mette.get_by_role("button", name="Send svaret").click()
    ole.goto(f"/min-borger/{agda.id}/")
    ole.get_by_text("Tak. Karin kommer forbi i morgen.").wait_for()
    axe(ole)
    look(ole, "post-2-answered")

    mette.goto(f"/borgere/{agda.id}/skrivemaade/")
    mette.get_by_label("Breve med stor skrift").check()
    axe(mette)
    look(mette, "post-3-way")
    mette.get_by_role("button", name="Gem").click()
    mette.goto(f"/borgere/{agda.id}/skriv/")
    mette.get_by_label("Hvad vil du skrive?").fill("Vi glæder os til at se dig på torsdag.")
    mette.get_by_label("Brev").check()
    axe(mette)
    look(mette, "post-4-write")
    mette.get_by_role("button", name="Læg i posten").click()
    mette.goto("/post/")
    axe(mette)
    look(mette, "post-5-post")
    mette.get_by_role("button", name="Lav breve til print").click()
    mette.get_by_role("link", name="Hent brevene som PDF").wait_for()
    axe(mette)
    look(mette, "post-6-pile")
    mette.get_by_role("button", name="Alle breve er lagt i postkassen").click()
    mette.get_by_text("er sat til sendt").wait_for()
    for address, name in (("/post/tekster/ret/?tekst=session_soon", "text"), ("/samarbejde/", "cooperation"),
                          (f"/samarbejde/{stories.cast.parish.id}/", "organisation")):  # fmt: skip
        mette.goto(address)
        axe(mette)
        look(mette, f"post-7-{name}")
    small = as_user("mette", width="phone")
    for address, name in (("/post/?vis=sent", "post"), ("/samarbejde/", "cooperation")):
        small.goto(address)
        axe(small)
        look(small, f"post-8-{name}")


def task_address(stories: Any, person: Any) -> str:
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.people.acting import acting_as

    with stories.database(), acting_as(stories.cast.mette):
        task = Task.objects.get(person=person, kind="answer_worry")
        assert task.due == stories.cast.today + timedelta(days=1)
        return f"/opgaver/{task.id}/"
