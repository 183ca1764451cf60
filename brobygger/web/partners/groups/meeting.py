"""One session as a whole: before it, changes to it, who does what, and how it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups import queries as group_queries
from brobygger.foundation.kernel.clock import DENMARK, local_date, now
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import gather, ways
from brobygger.pathway.attendance import meeting_rules as rules
from brobygger.pathway.attendance import queries
from brobygger.pathway.attendance import session_operations as keeping
from brobygger.pathway.orders import queries as ordered
from brobygger.pathway.orders.rules import missing
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.partners import reading
from brobygger.web.partners.groups import getting_about, growing
from brobygger.web.partners.groups.meeting_forms import AlterForm, CallOffForm, FacesForm, MeetingForm, StaffingForm
from brobygger.web.shared import group_words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import form_page, page

FACES = ("glad", "so_so", "sad")


@guarded(Action.SEE_GROUPS)
def meeting(request: Request, session_id: UUID) -> HttpResponse:
    """The session on one page: when and where, what is changed, who comes, who does what, who needs help."""
    actor: Actor = request.actor
    at = now()
    session = queries.get_session(actor, session_id)
    habits = ways.habits_of(session.group)
    expected = list(queries.expected(actor, session.id))
    seen = reading.shown_with_needs(actor, [row.person_id for row in expected])
    rows = sorted(
        ((row, seen[row.person_id]) for row in expected if row.person_id in seen), key=lambda pair: pair[1].name
    )
    members = {member.person_id: member for member in group_queries.members_of(actor, session.group_id)}
    bookings = queries.bookings_at(actor, session.id)
    eaters = [rules.Eater(row.promised, row.guests, row.late_no) for row in expected]
    duties = queries.duties_at(actor, session.id)
    asked = ordered.of_session(actor, session.id)
    untold = _untold(actor, session, habits, members, seen)
    return page(
        request,
        "partners/groups/meeting.jinja",
        says=group_words,
        session=session,
        habits=habits,
        needs=habits.needs,
        ends_at=gather.until(session),
        begun=session.starts_at <= at,
        closed=session.closes_at is not None and at > session.closes_at,
        rows=rows,
        not_told=[(row, person) for row, person in rows if _is_not_told(session, row)],
        coming=sum(row.promised is True for row in expected),
        away=sum(row.promised is False for row in expected),
        plates=rules.plates(eaters, hosts=sum(1 for each in bookings if each.host_id)),
        left=rules.places_left(session.seats, eaters),
        duties=[(what, duties.get(what), seen.get(duties[what]) if what in duties else None) for what in habits.duties],
        to_pay=_to_pay(habits, rows, members),
        help=[(each, seen[each.person_id]) for each in queries.help_at(actor, session.id) if each.person_id in seen],
        about=getting_about.told(actor, session, seen),
        hosts=[each.host.name for each in bookings if each.host],
        room=_room_name(actor, session, bookings),
        tables=_tables(rows, members),
        orders=asked,
        untold=untold,
        new_hosts=growing.new_hosts(session, bookings, actor),
        onward=growing.onward(actor, session) if habits.kind == "cafe" and rows else [],
        arrangers={one.id: _arranger(one.arranged_by, seen) for one in asked if one.arranged_by},
        missing=missing(ordered.as_asked(asked)),
        arranging=[(one, seen.get(one.person_id)) for one in ordered.arrangements(actor, session.id)],
        could_arrange=[(one.id, seen[one.person_id].name) for one in members.values() if one.person_id in seen],
        may_manage=may(actor.role, Action.MANAGE_GROUPS),
        may_register=may(actor.role, Action.REGISTER_ATTENDANCE),
    )


def _arranger(member: Any, seen: Any) -> str:
    return seen[member.person_id].name if member.person_id in seen else _("En i gruppen")


def _untold(
    actor: Actor, session: Any, habits: Any, members: dict[UUID, Any], seen: Any
) -> list[tuple[str, list[str]]]:
    """What members would like to tell about and have not told yet, where the group has a theme each time (R121)."""
    if "theme" not in habits.needs or session.status != "planned":
        return []
    told = queries.told_themes(actor, session.group_id)
    wanted = [
        (seen[one].name, [each for each in member.themes if each.casefold() not in told])
        for one, member in members.items()
        if one in seen and member.themes
    ]
    return [pair for pair in sorted(wanted) if pair[1]]


def _is_not_told(session: Any, row: Any) -> bool:
    return session.changed_at is not None and row.told_at is None and row.promised is not False


def _room_name(actor: Actor, session: Any, bookings: list[Any]) -> str:
    booked = next((each.room_id for each in bookings if each.room_id), None)
    return (
        next((room.name for room in gather.rooms(group=session.group, by=actor) if room.id == booked), "")
        if booked
        else ""
    )


def _to_pay(habits: Any, rows: list[Any], members: dict[UUID, Any]) -> list[tuple[Any, Any, Any]]:
    """Who pays what and how, of those who come; empty where it is free."""
    terms = ways.terms_of(habits)
    if not terms.price:
        return []
    pays = {person_id: member.pays for person_id, member in members.items()}
    coming = [(row, person, pays.get(row.person_id, "self")) for row, person in rows if row.promised is not False]
    return [
        (person, group_words.PAYS[how], rules.price_of(terms, pays=how, guests=row.guests))
        for row, person, how in coming
    ]


def _tables(rows: list[Any], members: dict[UUID, Any]) -> dict[int, list[tuple[str, bool]]]:
    """Who sits where, and whether the table host sees to it that the person gets a word in."""
    tables: dict[int, list[tuple[str, bool]]] = {}
    for row, person in rows:
        if row.seat_at and row.promised is not False:
            member = members.get(row.person_id)
            quiet = member is not None and member.taking_part == "passive"
            tables.setdefault(row.seat_at, []).append((person.name, quiet))
    return dict(sorted(tables.items()))


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def edit_meeting(request: Request, session_id: UUID) -> HttpResponse:
    """What belongs to the session, by what the group needs."""
    actor: Actor = request.actor
    at = now()
    session = queries.get_session(actor, session_id)
    habits = ways.habits_of(session.group)
    hours = session.closes_at and (session.starts_at - session.closes_at) // timedelta(hours=1)
    facts = {
        name: getattr(session, name)
        for name in ("theme", "speaker", "menu", "agenda", "bring", "minutes", "seats", "video")
    }
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        needs=habits.needs,
        initial={**facts, "closes_hours": hours or None},
    )
    if not form.is_valid():
        return form_page(request, "partners/groups/meeting_edit.jinja", session=session, form=form)
    given = dict(form.cleaned_data)
    if "closes_hours" in given:
        given["closes_at"] = rules.closes_at(session.starts_at, given.pop("closes_hours"))
    keeping.describe(session=session, facts=given, by=actor, at=at)
    say(request, _("Det står nu på mødegangen."))
    return redirect("meeting", session_id=session.id)


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def alter(request: Request, session_id: UUID) -> HttpResponse:
    """Another day, time, place or way; or called off. Everybody is told, and why."""
    actor: Actor = request.actor
    at = now()
    session = queries.get_session(actor, session_id)
    there = session.starts_at.astimezone(DENMARK)
    off = request.method == "POST" and "off" in request.POST
    sent = request.POST if request.method == "POST" else None
    form = AlterForm(
        None if off else sent,
        today=local_date(at),
        initial={"day": there.date(), "time": f"{there:%H:%M}", "place": session.place, "mode": session.mode},
    )
    calling_off = CallOffForm(sent if off else None, auto_id="off_%s")
    used = calling_off if off else form
    if sent is None or not used.is_valid():
        status = 200 if sent is None else 422
        return page(
            request, "partners/groups/meeting_alter.jinja", status=status, session=session, form=form,
            plan=ways.habits_of(session.group).bad_weather,
            calling_off=calling_off, wrong=used if sent is not None else None,
        )  # fmt: skip
    if off:
        facts = rules.Facts(session.starts_at, session.place, session.mode, called_off=True)
    else:
        facts = rules.Facts(form.starts_at(), form.cleaned_data["place"], form.cleaned_data["mode"])
    changed = gather.alter(session=session, facts=facts, why=used.cleaned_data["why"], by=actor, at=at)
    if changed:
        say(request, _("Ændringen er gemt. Her står, hvem der mangler at få besked."))
    else:
        say(request, _("Der var ikke noget at ændre."), kind="info")
    return redirect("meeting", session_id=session.id)


@guarded(Action.REGISTER_ATTENDANCE, methods=("POST",))
def told(request: Request, session_id: UUID) -> HttpResponse:
    """These have been called about the change."""
    actor: Actor = request.actor
    session = queries.get_session(actor, session_id)
    chosen = _persons(request, "told", {row.person_id for row in queries.expected(actor, session.id)})
    count = gather.told(session=session, person_ids=chosen, by=actor, at=now())
    say(request, _("%(n)s har fået besked.") % {"n": count})
    return redirect("meeting", session_id=session.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def duties(request: Request, session_id: UUID) -> HttpResponse:
    """Share the duties by turn, or as chosen by hand."""
    actor: Actor = request.actor
    at = now()
    session = queries.get_session(actor, session_id)
    if "share" in request.POST:
        shares = gather.share_duties(session=session, by=actor, at=at)
        if shares:
            say(request, _("Tjanserne er fordelt efter tur."))
        else:
            say(request, _("Der er ingen at fordele tjanser til endnu."), kind="info")
        return redirect("meeting", session_id=session.id)
    expected = {str(row.person_id): row.person_id for row in queries.expected(actor, session.id)}
    wanted = ways.habits_of(session.group).duties
    by_hand = {what: expected.get(request.POST.get(f"duty-{place}", "")) for place, what in enumerate(wanted)}
    keeping.give_duties(session=session, shares=by_hand, by=actor, at=at)
    say(request, _("Tjanserne er gemt."))
    return redirect("meeting", session_id=session.id)


@guarded(Action.REGISTER_ATTENDANCE, methods=("POST",))
def need_help(request: Request, session_id: UUID) -> HttpResponse:
    """Somebody needs help during the session: the municipality's own people are asked."""
    actor: Actor = request.actor
    session = queries.get_session(actor, session_id)
    who = _persons(request, "person", {row.person_id for row in queries.expected(actor, session.id)})
    what = request.POST.get("what", "")
    if not who or what not in group_words.HELP:
        raise Refusal(_("Vælg, hvem det er, og hvad der er brug for."))
    gather.need_help(session=session, person_id=who[0], what=what, by=actor, at=now())
    say(request, _("Der er sendt besked om, at der er brug for hjælp."))
    return redirect("meeting", session_id=session.id)


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def staffing(request: Request, session_id: UUID) -> HttpResponse:
    """Hosts and room. Nobody and nothing can be in two places at once."""
    actor: Actor = request.actor
    at = now()
    session = queries.get_session(actor, session_id)
    habits = ways.habits_of(session.group)
    hosts = growing.hosts_said(
        actor, session, access.receiving_in(actor, session.organisation_id, on=local_date(at)), alike=habits.hosts_alike
    )
    rooms = [(str(room.id), _room_in_words(room)) for room in gather.rooms(group=session.group, by=actor)]
    booked = queries.bookings_at(actor, session.id)
    chosen = {
        "hosts": [str(each.host_id) for each in booked if each.host_id],
        "room": next((str(each.room_id) for each in booked if each.room_id), ""),
    }
    form = StaffingForm(request.POST if request.method == "POST" else None, hosts=hosts, rooms=rooms, initial=chosen)
    if form.is_valid():
        room = form.cleaned_data.get("room")
        try:
            count = gather.book(
                session=session, room_id=UUID(room) if room else None,
                host_ids=[UUID(one) for one in form.cleaned_data["hosts"]], onward=form.cleaned_data["onward"],
                by=actor, at=at,
            )  # fmt: skip
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            if gather.breaks_with(session, [UUID(one) for one in form.cleaned_data["hosts"]], actor):
                say(
                    request,
                    _("Det er andre værter end sidst. I bliver mindet om at fortælle det til gruppen."),
                    kind="info",
                )
            say(request, _("Gemt for %(n)s mødegange.") % {"n": count} if count > 1 else _("Gemt."))
            return redirect("meeting", session_id=session.id)
    return form_page(request, "partners/groups/meeting_staffing.jinja", session=session, form=form,
                support=habits.support, alike=habits.hosts_alike)  # fmt: skip


def _room_in_words(room: Any) -> str:
    key = _("nøgle: %(who)s") % {"who": room.keeper} if room.keeper else ""
    return " · ".join(filter(None, (room.name, room.place, key)))


@guarded(Action.REGISTER_ATTENDANCE, methods=("GET", "POST"))
def faces(request: Request, session_id: UUID) -> HttpResponse:
    """How it was: the phone goes round and each presses a face, or faces are counted on paper."""
    actor: Actor = request.actor
    at = now()
    session = queries.get_session(actor, session_id)
    face = request.POST.get("face", "")
    if request.method == "POST" and face in FACES:
        keeping.press_face(session=session, face=face, by=actor, at=at)
        return redirect("session_faces", session_id=session.id)
    counted = {name: getattr(session, name) for name in FACES}
    form = FacesForm(request.POST if request.method == "POST" else None, initial=counted)
    if not form.is_valid():
        return form_page(request, "partners/groups/meeting_faces.jinja", session=session, form=form,
                    begun=session.starts_at <= at)  # fmt: skip
    given = dict(form.cleaned_data)
    idea = given.pop("idea")
    keeping.count_faces(session=session, by=actor, at=at, **given)
    if idea:
        groups.suggest(group=session.group, words=idea, decided=False, by=actor, at=at)
    say(request, _("Tak. Det står på gruppens side."))
    return redirect("meeting", session_id=session.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def tables(request: Request, session_id: UUID) -> HttpResponse:
    """Spread those who come over so many tables, a table host at each first."""
    actor: Actor = request.actor
    session = queries.get_session(actor, session_id)
    wanted = whole(request.POST.get("tables", ""))
    if wanted is None or not 1 <= wanted <= 30:
        raise Refusal(_("Skriv, hvor mange borde der er, fra 1 til 30."))
    coming = [row.person_id for row in queries.expected(actor, session.id) if row.promised is not False]
    held = group_queries.held_now(group_queries.roles_of(actor, session.group_id))
    hosts = {each.person for each in held if each.role == "table_host"}
    in_order = sorted(coming, key=lambda person_id: (str(person_id) not in hosts, str(person_id)))
    spread = {person_id: place % wanted + 1 for place, person_id in enumerate(in_order)}
    keeping.seat(session=session, tables=spread, by=actor, at=now())
    say(request, _("Alle har fået et bord."))
    return redirect("meeting", session_id=session.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def invite_all(request: Request, session_id: UUID) -> HttpResponse:
    """A gathering across groups: everybody in the organisation's groups is expected."""
    actor: Actor = request.actor
    session = queries.get_session(actor, session_id)
    ours = list(group_queries.of_organisation(actor, session.organisation_id).exclude(phase="ended"))
    count = gather.invite_groups(session=session, groups=ours, by=actor, at=now())
    say(request, _("%(n)s flere er inviteret.") % {"n": count})
    return redirect("meeting", session_id=session.id)


def _persons(request: Request, name: str, expected: set[UUID]) -> list[UUID]:
    """Those chosen who are expected; a made-up id is left out."""
    ids = {str(one): one for one in expected}
    return [ids[given] for given in request.POST.getlist(name) if given in ids]
