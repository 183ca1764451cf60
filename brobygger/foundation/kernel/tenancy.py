"""What every table must say about itself: whose rows it holds, who reaches them, how sensitive each field is.

A model declares `TABLE` (Tenant, Public or System) and `PRIVACY` (one level for each field). floors.py turns the
declarations into primary keys, foreign keys, row-level security and grants; architecture tests refuse a model
without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models

from brobygger.foundation.kernel.context import current_municipality
from brobygger.foundation.kernel.ids import new_id


class Privacy(StrEnum):
    """How much harm a field can do in wrong hands; decides masking, export and erasure."""

    PUBLIC = "public"  # may stand on a poster
    INTERNAL = "internal"  # running of the effort; no person can be recognised
    IDENTIFYING = "identifying"  # tells who the person is
    HEALTH = "health"  # special category: health, loneliness, ethnic background (GDPR art. 9)
    SECRET = "secret"  # noqa: S105  keys and CPR: never shown in full


@dataclass(frozen=True)
class Tenant:
    """Rows belong to a municipality (the data controller).

    Scope MUNICIPALITY always sees them. The columns named here open a row to others of the same municipality:
    `everybody` to every actor; `unit` / `organisation` / `user` by the row's own column; `person` by the persons
    the actor may see; `unit_person` by those persons too, but only for scope UNIT (care data that organisations
    outside the municipality never see). `unit_without` narrows `unit` to rows whose column of that name is empty:
    what is about somebody is opened by the person, and what is about nobody by the unit. `national` also shows rows of
    the national directory.
    """

    everybody: bool = False
    unit: str | None = None
    unit_without: str | None = None
    organisation: str | None = None
    user: str | None = None
    person: str | None = None
    unit_person: str | None = None
    own_anywhere: str | None = None
    national: bool = False
    append_only: bool = False  # no UPDATE or DELETE for the application
    history: bool = False  # every change is kept in audit_change by a trigger
    published: str | None = None  # boolean column: the database role `public` sees these rows


@dataclass(frozen=True)
class System:
    """Rows belong to the installation, not to a municipality; the reason is stated."""

    why: str
    append_only: bool = False


class Erasure(StrEnum):
    """What happens to a row that names a row which is erased. A reference by TenantForeignKey: the row goes too."""

    GOES = "goes"  # the row is about the same person; in a text: the text names an erased row by its id
    EMPTIED = "emptied"  # the row stands; what named the erased one is emptied
    GOES_UNLESS_HELD = "goes_unless_held"  # a reference: emptied where the one that HELD_BY names holds the row


class TenantModel(models.Model):
    """A row of one municipality. Its primary key in the database is (municipality_id, id).

    ERASURE: by field, where erasing cannot be read from the references (docs/decisions/029). KNOWN_BY: SQL for the name
    and the phone of somebody the row is about without naming a person. ALSO_GOES: SQL for rows about the erased
    `persons` that neither finds. HELD_BY: the reference that lets a row stand where another GOES_UNLESS_HELD.
    """

    TABLE: ClassVar[Tenant]
    PRIVACY: ClassVar[dict[str, Privacy]]
    ERASURE: ClassVar[dict[str, Erasure]] = {}
    KNOWN_BY: ClassVar[tuple[str, str] | None] = None
    ALSO_GOES: ClassVar[str] = ""
    HELD_BY: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    municipality_id = models.UUIDField(default=current_municipality, editable=False)

    class Meta:
        abstract = True


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A reference within the municipality.

    Django must not make its own constraint and index: floors.py makes (municipality_id, …) ones, so that a
    reference can never point into another municipality.
    """

    def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)


def levels(
    *, public: str = "", internal: str = "", identifying: str = "", health: str = "", secret: str = ""
) -> dict[str, Privacy]:
    """PRIVACY of a model, written as field names in a line for each level. `id` and `municipality_id` come along."""
    given = {
        Privacy.PUBLIC: public,
        Privacy.INTERNAL: f"id municipality_id {internal}",
        Privacy.IDENTIFYING: identifying,
        Privacy.HEALTH: health,
        Privacy.SECRET: secret,
    }
    return {name: level for level, names in given.items() for name in names.split()}
