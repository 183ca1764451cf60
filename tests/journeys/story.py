"""Aase's way in a programme like Favrskov's; each verb is done by the one who does it in life."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from brobygger.foundation.kernel.ids import new_id
from tests.cast import given_programme


class Story:
    """One story. Every verb returns the story, so that a test reads as a sentence."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.programme = given_programme(cast, "001-favrskov")
        self.start: datetime = cast.at - timedelta(days=60)

    def at(self, day: int) -> datetime:
        return self.start + timedelta(days=day)

    def found(self) -> Story:
        from brobygger.journeys import find
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.karin) as karin:
            self.episode = find.begin(
                person=self.cast.aase, programme=self.programme, found_by="home_care", by=karin, at=self.at(0)
            )
        return self

    def screened(self, *answers: int | None, screening_id: Any = None, note: str = "") -> Story:
        from brobygger.journeys import screen
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.karin) as karin:
            self.screening = screen.screen(
                episode=self.now(), screening_id=screening_id or new_id(), instrument="t-ils@2", answers=answers,
                answered_by="person", mode="visit", note=note, by=karin, at=self.at(2),
            )  # fmt: skip
        return self

    def said_yes(self) -> Story:
        from brobygger.journeys import agree
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.karin) as karin:
            agree.say_yes(episode=self.now(), how="spoken", by=karin, at=self.at(3))
        return self

    def said_no(self, reason: str) -> Story:
        from brobygger.journeys import ask
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.karin) as karin:
            ask.said_no(episode=self.now(), reason=reason, by=karin, at=self.at(4))
        return self

    def wishes(self) -> Story:
        from brobygger.journeys import wish
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.mette) as mette:
            wish.map_wishes(episode=self.now(), wishes={"interests": ["sang"]}, mode="visit", by=mette, at=self.at(10))
        return self

    def offer(self, **facts: Any) -> Story:
        from brobygger.communities.offers import operations as offers
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.mette) as mette:
            self.choice = offers.publish(
                organisation=self.cast.association, name="Syng sammen", kind="group", by=mette, at=self.at(0), **facts
            )
        return self

    def agreed_to_share(self) -> Story:
        from brobygger.journeys import agree
        from brobygger.registry.access.policy import Fields
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.mette) as mette:
            self.consent = agree.agree_to_share(
                episode=self.now(), receiver=self.cast.association, data=[Fields.NAME, Fields.CONTACT], how="spoken",
                by=mette, at=self.at(11),
            )  # fmt: skip
        return self

    def referred(self) -> Story:
        from brobygger.journeys import refer
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.mette) as mette:
            self.referral = refer.refer(
                episode=self.now(), offer=self.choice, words="Glad for sang", by=mette, at=self.at(11)
            )
        return self

    def to_referred(self) -> Story:
        """Six points is yellow."""
        return self.found().screened(2, 2, 2).said_yes().wishes().offer().agreed_to_share().referred()

    def declined(self) -> Story:
        from brobygger.journeys import answer
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.bent) as bent:
            answer.decline(referral=self.referral, reason="no_place", by=bent, at=self.at(13))
        return self

    def accepted(self) -> Story:
        """Bent says yes; the choir meets on days 21, 28, 35 and 42."""
        from brobygger.communities.groups import operations as groups
        from brobygger.journeys import answer
        from brobygger.pathway.attendance import operations as attendance
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.bent) as bent:
            self.group = groups.start(
                organisation=self.cast.association, name="Torsdagskoret", size_min=2, size_max=12,
                programme=self.programme, by=bent, at=self.at(0),
            )  # fmt: skip
            self.sessions = attendance.plan_sessions(
                group=self.group, starts=[self.at(day) for day in (21, 28, 35, 42)], by=bent, at=self.at(12)
            )
            answer.accept(
                referral=self.referral, host=None, host_name=bent.name, group=self.group,
                first_session_on=self.at(21).date(), by=bent, at=self.at(13),
            )  # fmt: skip
        return self

    def session(self, number: int, *, came: bool) -> Story:
        """Bent writes down, two hours after it began, whether Aase came to session 1, 2, 3 …"""
        from brobygger.journeys import attend
        from brobygger.registry.people.acting import acting_as

        session = self.sessions[number - 1]
        with acting_as(self.cast.bent) as bent:
            attend.register(
                session=session, came={self.cast.aase.id: came}, by=bent, at=session.starts_at + timedelta(hours=2)
            )
        return self

    def night(self, day: int) -> dict[str, int]:
        from brobygger.journeys import night
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.system) as system:
            return night.pass_one(by=system, at=self.at(day))

    def now(self) -> Any:
        """The episode as it stands; inside somebody's context."""
        from brobygger.pathway.episodes import queries as episodes

        return episodes.get(self.cast.mette, self.episode.id)

    def stands(self) -> tuple[str, str | None]:
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.mette):
            episode = self.now()
        return episode.status, episode.next_step

    def due(self) -> date | None:
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.mette):
            return self.now().due

    def tasks(self, **wanted: Any) -> list[Any]:
        from brobygger.pathway.followup.models import Task
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.mette):
            return list(Task.objects.filter(person_id=self.cast.aase.id, **wanted).order_by("due"))
