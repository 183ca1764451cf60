"""Teaching materials in versions, and a course that is taught in another way when the first failed (R239)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import material_rules as rules
from brobygger.programmes.training.models import Course, MethodChange, TeachingMaterial
from brobygger.registry.access.actor import Actor


@transaction.atomic
def keep(
    *,
    programme: Programme,
    name: str,
    course: Course | None,
    link: str,
    file: tuple[str, bytes] | None,
    what_is_new: str,
    used_from: date,
    by: Actor,
    at: datetime,
    replaces: TeachingMaterial | None = None,
) -> TeachingMaterial:
    """A material, or a new version of one: the old version is used until the day the new one is used from.

    file: its name and content. Raises Refusal without file and link, for a file that is not taken, or a version that
    begins before the one it replaces; Taken when a colleague has replaced the same version.
    """
    if not link and file is None:
        raise Refusal(_("Vælg en fil, eller skriv en adresse."), field="link")
    content_type = _taken(file)
    series, version = new_id(), 1
    if replaces is not None:
        if used_from < replaces.used_from:
            raise Refusal(_("Den nye udgave kan ikke begynde før den gamle."), field="used_from")
        series, version = replaces.series, replaces.version + 1
        old = TeachingMaterial.objects.filter(id=replaces.id, used_until__isnull=True)
        if not old.update(used_until=used_from):
            raise Taken(_("En kollega har allerede lavet en ny udgave."))
    try:
        with transaction.atomic():
            return TeachingMaterial.objects.create(
                programme=programme, series=series, version=version, name=name, course=course, link=link,
                file_name=file[0][-200:] if file else "", file_type=content_type, content=file[1] if file else None,
                what_is_new=what_is_new, used_from=used_from, made_at=at, made_by_name=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("En kollega har allerede lavet en ny udgave.")) from error


def _taken(file: tuple[str, bytes] | None) -> str:
    if file is None:
        return ""
    name, content = file
    if len(content) > rules.LARGEST:
        raise Refusal(_("Filen er for stor. Læg den et andet sted, og skriv adressen."), field="file")
    found = rules.file_type(name, content)
    if not found:
        raise Refusal(_("Den slags fil kan vi ikke gemme. Brug PDF, Word eller PowerPoint."), field="file")
    return found


@transaction.atomic
def retire(*, material: TeachingMaterial, by: Actor, at: datetime) -> None:
    """It is not used any more. Twice is once."""
    still = TeachingMaterial.objects.filter(id=material.id, used_until__isnull=True)
    still.update(used_until=max(local_date(at), material.used_from))


@transaction.atomic
def teach_otherwise(*, course: Course, to_form: str, why: str, by: Actor, at: datetime) -> MethodChange:
    """The course is taught in another form from today. Raises Refusal for the form it has."""
    if to_form == course.form:
        raise Refusal(_("Sådan holdes det allerede. Vælg en anden form."), field="to_form")
    made = MethodChange.objects.create(
        course=course, from_form=course.form, to_form=to_form, changed_on=local_date(at), why=why,
        changed_by_name=by.name,
    )  # fmt: skip
    course.form = to_form
    course.save(update_fields=["form"])
    return made


@transaction.atomic
def tell_what_came(*, change: MethodChange, came_of_it: str, by: Actor, at: datetime) -> None:
    """What came of teaching it otherwise. Written again, it is corrected."""
    change.came_of_it, change.told_on = came_of_it, local_date(at)
    change.save(update_fields=["came_of_it", "told_on"])


def of_programme(actor: Actor, programme: Programme) -> list[list[TeachingMaterial]]:
    """Each material with its versions, the newest first; those in use before those that are not. One query."""
    found = TeachingMaterial.objects.filter(programme=programme).select_related("course").defer("content")
    series: dict[UUID, list[TeachingMaterial]] = {}
    for one in found.order_by("name", "-version")[:500]:
        series.setdefault(one.series, []).append(one)
    return sorted(series.values(), key=lambda several: (several[0].used_until is not None, several[0].name))


def in_use(actor: Actor, programme: Programme, *, today: date) -> list[TeachingMaterial]:
    """What is taught from on a day, by name; open to everybody who works there. One query."""
    found = TeachingMaterial.objects.filter(programme=programme, used_from__lte=today).defer("content")
    return list(found.filter(Q(used_until__isnull=True) | Q(used_until__gt=today)).order_by("name", "version")[:200])


def of_course(actor: Actor, course: Course, *, today: date) -> list[TeachingMaterial]:
    """What a course is taught from today, and versions that come later: its own, and what is for every course.

    A version that was put away before its first day never comes. One query.
    """
    kept = Q(used_until__isnull=True) | (Q(used_until__gt=today) & Q(used_until__gt=F("used_from")))
    found = TeachingMaterial.objects.filter(kept, programme=course.programme).defer("content")
    return [one for one in found.order_by("name", "version") if one.course_id in (None, course.id)]


def material(actor: Actor, material_id: UUID) -> TeachingMaterial:
    """One version with programme and course. Raises NotVisible."""
    found = TeachingMaterial.objects.select_related("programme", "course").filter(id=material_id).first()
    if found is None:
        raise NotVisible("material")
    return found


def changes_of(actor: Actor, course: Course) -> list[MethodChange]:
    """How a course has been taught, the newest change first. One query."""
    return list(MethodChange.objects.filter(course=course).order_by("-changed_on", "-id"))


def method_change(actor: Actor, change_id: UUID) -> MethodChange:
    """One of them with its course. Raises NotVisible."""
    found = MethodChange.objects.select_related("course__programme").filter(id=change_id).first()
    if found is None:
        raise NotVisible("change")
    return found
