"""Reading extracts, tips and visits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

import polars as pl
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.piles import Pile
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import in_sets, lay, rows, table_of
from brobygger.pathway.detection.models import RegisterExtract, Tip, Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person


def extract(actor: Actor, extract_id: UUID) -> RegisterExtract:
    """One extract. Raises NotVisible."""
    try:
        return RegisterExtract.objects.select_related("programme").get(id=extract_id)
    except RegisterExtract.DoesNotExist:
        raise NotVisible("extract") from None


def extracts_of(actor: Actor, programme: Programme) -> QuerySet[RegisterExtract]:
    """Committed extracts of a programme, newest first."""
    return RegisterExtract.objects.filter(programme=programme, committed_at__isnull=False).order_by("-committed_at")


def is_stored(actor: Actor, programme: Programme, content: bytes) -> bool:
    """Whether this very file has been committed in the programme before."""
    digest = hashlib.sha256(content).hexdigest()
    return extracts_of(actor, programme).filter(file_hash=digest).exists()


def tip(actor: Actor, tip_id: UUID) -> Tip:
    """One tip. Raises NotVisible."""
    try:
        return Tip.objects.get(id=tip_id)
    except Tip.DoesNotExist:
        raise NotVisible("tip") from None


# The same, to be counted or listed among other work.
NEW_TIPS = Pile("detection_tip", "status = 'new'", {}, order="sent_at", due="sent_at")


def new_tips(actor: Actor) -> QuerySet[Tip]:
    """Tips nobody has taken up, oldest first."""
    return Tip.objects.filter(status="new").order_by("sent_at")


SAME_WITHIN = timedelta(days=14)  # who writes again within two weeks means the same


def written_before(actor: Actor, *, tip_id: UUID, name: str, phone: str, at: datetime) -> Tip | None:
    """The tip that was sent with this id, or a new one from the public pages with the same name and phone."""
    from_outside = Q(sent_by_id__isnull=True, sender_kind__in=["self", "relative"], status="new")
    same = Q(about_name__iexact=name, sent_at__gte=at - SAME_WITHIN) & (Q(about_phone=phone) | Q(worry__contains=phone))
    return Tip.objects.filter(Q(id=tip_id) | (from_outside & same)).order_by("sent_at").first()


def my_tips(actor: Actor) -> QuerySet[Tip]:
    """Tips the actor has sent: the receipt and what came of it."""
    return Tip.objects.filter(sent_by_id=actor.user_id).order_by("-sent_at")


class Brought(NamedTuple):
    """What one kind of sender has brought: counts of tips and, last, of people who came a first time."""

    sender: str
    sent: int
    taken_up: int
    waiting: int
    came: int


_BROUGHT = """
select t.sender_kind, count(*), count(*) filter (where t.status = 'taken_up'),
       count(*) filter (where t.status = 'new'),
       count(distinct t.person_id) filter (where exists (
           select from episodes_move m where m.municipality_id = t.municipality_id and m.person_id = t.person_id
           and m.kind = 'reached' and m.step = 'first_time' and m.at >= t.sent_at))
from detection_tip t where t.status <> 'worry' group by t.sender_kind order by count(*) desc, t.sender_kind
"""


def tips_by_channel(actor: Actor) -> list[Brought]:
    """What each kind of sender has brought, most tips first (R033). One query."""
    return [Brought(*row) for row in rows(_BROUGHT, {})]


class PlannedVisit(NamedTuple):
    """A planned visit as a list shows it."""

    id: UUID
    person_id: UUID
    episode_id: UUID
    planned_at: datetime
    mode: str
    programme: str  # its name


_PLANNED = """
select v.id, v.person_id, v.episode_id, v.planned_at, v.mode, p.name
from detection_visit v
join episodes_episode e on e.municipality_id = v.municipality_id and e.id = v.episode_id
join running_programme p on p.municipality_id = e.municipality_id and p.id = e.programme_id
where (v.employee_user_id = %(user)s or v.employee_user_id is null) and v.status = 'planned'
  and v.planned_at >= %(begin)s and v.planned_at < %(end)s
order by v.planned_at, v.id limit %(limit)s
"""


def visits_planned(actor: Actor, *, first: date, last: date, limit: int) -> list[PlannedVisit]:
    """The actor's planned visits of some days, by time; those without a named employee too. One query."""
    begin, end = (datetime.combine(day, time(), tzinfo=DENMARK) for day in (first, last + timedelta(days=1)))
    values = {"user": actor.user_id, "begin": begin, "end": end, "limit": limit}
    return [PlannedVisit(*row) for row in rows(_PLANNED, values)]


_KNOWN = """
select s.line, p.address, p.postcode, o.person_id is not null
from pg_temp.extract_line s join people_person p on p.cpr_blind = s.cpr_blind
left join (
    select distinct person_id from episodes_episode where programme_id = %(programme)s
    and (%(since)s::date is null or status <> 'finished' or found_on >= %(since)s::date)
) o on o.person_id = p.id
where s.line is not null
"""
_GONE = """
select count(*), count(*) filter (where s.cpr_blind is null)
from detection_entry e left join (select distinct cpr_blind from pg_temp.extract_line) s on s.cpr_blind = e.cpr_blind
where e.extract_id = %(extract)s
"""


class OnFile(NamedTuple):
    """An extract beside what is on file."""

    known: pl.DataFrame  # line, address, postcode, offered: one row for each known person of the extract
    gone: int
    previous_total: int | None  # None: no extract before


def beside_the_extract(
    actor: Actor, programme: Programme, keys: pl.DataFrame, *, offered_since: date | None = None
) -> OnFile:
    """Compare an extract with people on file and with the programme's extract before. Four statements.

    keys: `line` and `cpr_blind`; line is null for those held back by an error: they are not gone, and nothing else.
    They stay laid out for the rest of the transaction (pg_temp.extract_line). offered_since: an offer that was
    finished before this day does not count (visits that come again with age).
    """
    lay("extract_line", "line int, cpr_blind text", keys.select("line", "cpr_blind"))
    latest = extracts_of(actor, programme).values_list("id", flat=True).first()
    values = {"programme": programme.id, "since": offered_since, "extract": latest}
    schema = {"line": pl.Int64, "address": pl.String, "postcode": pl.String, "offered": pl.Boolean}
    with in_sets():
        known = table_of(_KNOWN, values, schema)
        before = rows(_GONE, values) if latest else []
    if latest is None:
        return OnFile(known, 0, None)
    ((total, gone),) = before
    return OnFile(known, gone, total)


_OFFERED_TO = """
from pg_temp.extract_line s join people_person p on p.cpr_blind = s.cpr_blind
where s.line in (select unnest(%(lines)s::int[])) and p.died_on is null and p.moved_on is null and not p.never_contact
order by s.line
"""
_TO_BE_OFFERED = f"select p.id {_OFFERED_TO}"
_HOMES = f"select s.line, p.unit_id, p.postcode {_OFFERED_TO}"


def to_be_offered(actor: Actor, lines: Iterable[int]) -> list[UUID]:
    """The persons of some lines of the extract that lies beside, in that order; nobody who is dead, gone or said no."""
    with in_sets():
        found = rows(_TO_BE_OFFERED, {"lines": "{" + ",".join(map(str, lines)) + "}"})
    return [person_id for (person_id,) in found]


class Home(NamedTuple):
    """Where somebody of an extract who is on file belongs there."""

    line: int
    unit_id: UUID | None
    postcode: str


def homes_of(actor: Actor, lines: Iterable[int]) -> list[Home]:
    """Unit and postcode on file of those `to_be_offered` finds, by line. One query."""
    with in_sets():
        return [Home(*row) for row in rows(_HOMES, {"lines": "{" + ",".join(map(str, lines)) + "}"})]


def persons_by_blind(actor: Actor, blinds: list[str]) -> dict[str, Person]:
    """The persons behind blind CPR values."""
    return {person.cpr_blind or "": person for person in Person.objects.filter(cpr_blind__in=blinds)}


def tips_by_ids(actor: Actor, tip_ids: Iterable[UUID]) -> dict[UUID, Tip]:
    """Tips by id. One query."""
    return Tip.objects.in_bulk(list(tip_ids))


_MAY_BE_CONTACTED = Q(person__died_on__isnull=True, person__moved_on__isnull=True, person__never_contact=False)


# Groups that can be put first (R054), each as the persons in it.
GO_FIRST = {
    "alone": Q(person__household="alone"),
    "no_help": (Q(person__home_help_hours__isnull=True) | Q(person__home_help_hours=0))
    & ~Q(person__personal_care=True),
    "widowed": Q(person__civil_status="widowed"),
    "men": Q(person__sex="male"),
}


def to_offer(actor: Actor, programme: Programme, *, put_first: str = "", on: date | None = None) -> QuerySet[Episode]:
    """Episodes of a programme that are to be offered a visit and have none planned, in order of being found.

    Nobody who has died, moved or wants to be left alone. put_first: a group of GO_FIRST, or "eighty" (those who are 80
    or more `on` a day), before all the others.
    """
    group = GO_FIRST.get(put_first)
    if put_first == "eighty" and on:
        latest = on.replace(year=on.year - 80, day=min(on.day, 28) if on.month == 2 else on.day)
        group = Q(person__born__lte=latest)
    order = [Case(When(group, then=0), default=1)] if group else []
    planned = Visit.objects.filter(episode=OuterRef("pk"), status="planned")
    return (
        Episode.objects.filter(_MAY_BE_CONTACTED, programme=programme, status="active", next_step="asked")
        .exclude(Exists(planned))
        .select_related("programme", "person")
        .order_by(*order, "found_on", "id")
    )


def planned_visits(actor: Actor, programme: Programme, *, name: str = "") -> QuerySet[Visit]:
    """Visits of a programme that wait for the person's answer, by day and time.

    name: only persons whose family name, or family and given name, begin so (by range: people.queries.search).
    """
    start = " ".join(name.lower().split())
    named = Q(person__search_name__gte=start, person__search_name__lt=start + "\U0010ffff") if start else Q()
    return (
        Visit.objects.filter(
            named,
            _MAY_BE_CONTACTED,
            status="planned",
            episode__programme=programme,
            episode__status="active",
            episode__next_step="asked",
        )
        .select_related("episode", "episode__programme", "episode__person")
        .order_by("planned_at", "id")
    )


def planned_mode(actor: Actor, episode_id: UUID) -> str:
    """How the next planned talk of an episode is held: "visit", "phone", or "" when none is planned. One query."""
    planned = Visit.objects.filter(episode_id=episode_id, status="planned").order_by("planned_at", "id")
    return planned.values_list("mode", flat=True).first() or ""


def visit(actor: Actor, visit_id: UUID) -> Visit:
    """One visit with its episode, programme and person row. Raises NotVisible."""
    try:
        return Visit.objects.select_related("episode", "episode__programme", "episode__person").get(id=visit_id)
    except Visit.DoesNotExist:
        raise NotVisible("visit") from None
