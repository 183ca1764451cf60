"""Who teaches in the demonstration municipality: a start for volunteers that is everybody's, and who may hold it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import afterwards, course_groups, instructors
from brobygger.programmes.training import operations as training
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town


def fill(town: Town, programme: Programme) -> None:
    """A course for those who teach, and the volunteers' start that two of them hold for the whole municipality."""
    with acting_as(town.actors["lone"]) as lone:
        told: dict[str, Any] = {"by": lone, "at": town.now}
        trainers = training.plan(
            programme=programme, title="Hold et kursus selv", form="train_the_trainer", for_whom="Nye undervisere",
            sessions=1, minutes=180, municipal=True, **told,
        )  # fmt: skip
        training.hold(
            course=trainers, held_on=town.today - timedelta(days=120), minutes=180, place="Rådhuset", members=[],
            names=["Rita Ravn", "Poul Piil"], unit=None, **told,
        )  # fmt: skip
        start = training.plan(
            programme=programme, title="Ny frivillig", form="volunteer_start", for_whom="Nye frivillige",
            topics="Tavshed\nAt lytte\nHvor langt man går", teacher_kind="volunteers", sessions=1, minutes=120,
            municipal=True, **told,
        )  # fmt: skip
        since = town.today - timedelta(days=110)
        may = [
            instructors.put_on_list(
                course=start,
                name=name,
                comes_from="Fællesskabet Eksempelkøbing",
                since=since,
                trained_by=trainers,
                **told,
            )
            for name in ("Rita Ravn", "Sanne Sø")  # Sanne is not among those who were there: the list says so
        ]
        held = training.hold(
            course=start, held_on=town.today - timedelta(days=30), minutes=120, place="Foreningshuset", members=[],
            names=["Nanna Ny", "Mads Mark"], unit=None, taught_by=may[:1], **told,
        )  # fmt: skip
        afterwards.keep(
            day=held, numbers={("useful", "yes"): 2, ("surer", "yes"): 1, ("surer", "partly"): 1, ("clear", "yes"): 2},
            words=["Jeg vidste ikke, at jeg måtte sige nej."], **told,
        )  # fmt: skip
        course_groups.keep(
            course=start, name="Dem, der taler somali", language="so", tongue_by="Halima Hassan", names=["Nanna Ny"],
            **told,
        )  # fmt: skip
