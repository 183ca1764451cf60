"""A group's way: its phase and aim, its own rules and roles, ideas, what is hard, a pause, a split and an end."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.communities.groups import operations as keeping
from brobygger.communities.groups import queries, rules, secrecy
from brobygger.communities.volunteers import joining
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import group_life, ways
from brobygger.pathway.attendance import queries as sessions
from brobygger.pathway.attendance.rules import part_of_series
from brobygger.pathway.orders import queries as ordered
from brobygger.pathway.orders.rules import a_place, reckoned
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.organisations import queries as organisations
from brobygger.web.partners import reading
from brobygger.web.partners.groups import growing
from brobygger.web.partners.groups.life_forms import (
    EndForm,
    HabitsForm,
    IdeaForm,
    MemberForm,
    PartForm,
    PauseForm,
    TroubleForm,
)
from brobygger.web.shared import group_words, words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import form_page, page

LONGEST = {"came_of_it": 300, "what_was_done": 500}  # letters, as the tables hold them
PHASES = ("starting", "running", "self_run", "anchored")


class Wrong(NamedTuple):
    """What was sent about one row of the page and could not be written: the row's id, the errors and what was typed."""

    row: str
    errors: dict[str, str]
    given: QueryDict


@guarded(Action.SEE_GROUPS)
def life(request: Request, group_id: UUID) -> HttpResponse:
    """Where the group stands, who does what, what it has decided, and what comes next for it."""
    return _life(request, queries.get(request.actor, group_id))


def _life(
    request: Request, group: Any, *, idea_form: IdeaForm | None = None, wrong: Wrong | None = None
) -> HttpResponse:
    """The page; 422 with what was typed where one of its small forms was sent with an error."""
    actor, group_id = request.actor, group.id
    today = local_date(now())
    habits = ways.habits_of(group)
    members = list(queries.members_of(actor, group_id))
    roles = queries.roles_of(actor, group_id)
    seen = reading.shown(actor, {member.person_id for member in members} | {row.person_id for row in roles})
    held = queries.held_now(roles)
    carriers = sum(member.carries for member in members)
    return page(
        request,
        "partners/groups/life.jinja",
        says=group_words,
        group=group,
        habits=habits,
        paused=ways.is_paused(habits, today),
        phases=[str(words.PHASES[code]) for code in PHASES],
        phase=PHASES.index(group.phase) + 1 if group.phase in PHASES else 0,
        aim=_aim(actor, group),
        size_said=group_words.SIZES.get(rules.size_says(len(members), least=group.size_min, most=group.size_max)),
        balance_said=group_words.BALANCES.get(rules.balance_says(carriers=carriers, size=len(members))),
        members=[
            (member, seen[member.person_id], [row for row in roles if _holds(row, member)])
            for member in members
            if member.person_id in seen
        ],
        before=[(row, seen[row.person_id]) for row in roles if row.until and row.person_id in seen][:10],
        agreed=sum(member.rules_version == habits.rules_version for member in members),
        promised=secrecy.newest(actor, group_id),
        newcomers=[seen[one.person_id] for one in members if one.since > today and one.person_id in seen],
        stands_alone=not rules.may_run_itself(held),
        ideas=queries.ideas(actor, group_id),
        faces=sessions.faces_of(actor, group_id),
        troubles=queries.troubles(actor, group_id),
        idea_form=idea_form or IdeaForm(),
        wrong=wrong,
        status=422 if wrong or idea_form else 200,
        cost=_cost(actor, group),
        could=[seen[one] for one in growing.could_convene(actor, group_id, members, roles) if one in seen],
        talked=[one.prepared_on for one in members if one.since > today and one.prepared_on],
        went_on=growing.went_on(actor, group_id),
        may_manage=may(actor.role, Action.MANAGE_GROUPS),
        may_handle=may(actor.role, Action.HANDLE_TROUBLE),
    )


def _cost(actor: Actor, group: Any) -> dict[str, Any] | None:
    """What the group's sessions have cost so far, by seat, and what hosts' own hours count for; None before either."""
    total, held, seats, hours = ordered.spent(actor, group.id)
    rate = joining.hour_counts_for(group.organisation_id)
    minutes = ordered.hosted_minutes(actor, group.id) if rate else 0
    given = reckoned(minutes, rate) if rate else None
    if not total and not given:
        return None
    return {
        "total": total, "held": held, "seats": seats, "hours": hours, "each": a_place(total, seats), "rate": rate,
        "hosted": minutes // 60, "given": given, "with_hosts": a_place(total + given, seats) if given else None,
    }  # fmt: skip


def _holds(row: Any, member: Any) -> bool:
    return row.until is None and row.person_id == member.person_id


def _aim(actor: Actor, group: Any) -> str:
    """What the next session is for, by the recipe's parts of the series; empty outside them."""
    told = ways.activity(group, ways.habits_of(group).kind)
    if told is None or not told.phases:
        return ""
    coming = sessions.next_of_groups(actor, [group.id], after=now()).get(group.id)
    part = part_of_series(told, coming.number) if coming else None
    return part.aim.in_language(get_language() or "da") if part else ""


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def habits(request: Request, group_id: UUID) -> HttpResponse:
    """How the group does, from now on."""
    actor: Actor = request.actor
    at = now()
    group = queries.get(actor, group_id)
    kept = ways.habits_of(group)
    hosts = {str(one.id): one for one in access.receiving_in(actor, group.organisation_id, on=local_date(at))}
    initial = {name: getattr(kept, name) for name in HabitsForm.base_fields if name not in ("deputy", "only_unit")}
    initial |= {"agenda": "\n".join(kept.agenda), "duties": "\n".join(kept.duties)}
    initial |= {"deputy": str(kept.deputy_id or ""), "only_unit": str(kept.only_unit_id or "")}
    units = {str(one.id): one for one in organisations.units_of(actor, group.organisation_id)}
    form = HabitsForm(
        request.POST if request.method == "POST" else None,
        deputies=[(key, one.name) for key, one in hosts.items()],
        units=[(key, one.name) for key, one in units.items()],
        initial=initial,
    )
    if not form.is_valid():
        return form_page(request, "partners/groups/habits.jinja", group=group, form=form)
    facts = {**form.cleaned_data, "deputy": hosts.get(form.cleaned_data["deputy"])}
    facts["only_unit"] = units.get(facts.get("only_unit", ""))
    group_life.keep_habits(group=group, facts=facts, by=actor, at=at)
    say(request, _("Det gælder fra den næste mødegang."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def member(request: Request, member_id: UUID) -> HttpResponse:
    """How one takes part: fully or quietly, with which roles, and whether they have said yes to the rules."""
    actor: Actor = request.actor
    at = now()
    row = queries.member(actor, member_id)
    group, person_id = row.group, row.person_id
    seen = reading.shown(actor, [person_id])
    if person_id not in seen:
        raise Refusal(_("Borgeren har ikke sagt ja til, at I må se oplysningerne."))
    held = [each.role for each in queries.roles_of(actor, group.id) if _holds(each, row)]
    initial = {"taking_part": row.taking_part, "roles": held, "carries": row.carries, "pays": row.pays}
    initial["themes"] = "\n".join(row.themes)
    form = MemberForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        return form_page(
            request,
            "partners/groups/member.jinja",
            group=group,
            member=row,
            form=form,
            person=seen[person_id],
        )
    given = dict(form.cleaned_data)
    wanted = given.pop("roles")
    keeping.describe_member(member=row, facts=given, by=actor, at=at)
    for role in set(held) - set(wanted):
        keeping.lay_down(group=group, person_id=person_id, role=role, until=local_date(at), by=actor, at=at)
    for role in wanted:
        keeping.take_role(member=row, role=role, since=local_date(at), by=actor, at=at)
    say(request, _("Det er skrevet ned."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def rules_agreed(request: Request, group_id: UUID) -> HttpResponse:
    """These members have said yes to the rules as they read now."""
    actor: Actor = request.actor
    at = now()
    group = queries.get(actor, group_id)
    ours = {str(one.person_id): one.person_id for one in queries.members_of(actor, group_id)}
    said_yes = [ours[given] for given in request.POST.getlist("agreed") if given in ours]
    version = ways.habits_of(group).rules_version
    keeping.say_yes_to_rules(group=group, person_ids=said_yes, version=version, on=local_date(at), by=actor)
    say(request, _("Det er skrevet ned, hvem der har sagt ja til reglerne."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def suggest(request: Request, group_id: UUID) -> HttpResponse:
    """A suggestion or a decision is written down."""
    actor: Actor = request.actor
    group = queries.get(actor, group_id)
    form = IdeaForm(request.POST)
    if not form.is_valid():
        return _life(request, group, idea_form=form)
    keeping.suggest(group=group, by=actor, at=now(), **form.cleaned_data)
    say(request, _("Det er skrevet ned."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def settle(request: Request, group_id: UUID) -> HttpResponse:
    """What came of a suggestion."""
    actor: Actor = request.actor
    group = queries.get(actor, group_id)
    found = queries.idea(actor, group_id, _uuid(request.POST.get("idea", "")))
    outcome, said = request.POST.get("outcome", ""), request.POST.get("came_of_it", "").strip()
    errors = {}
    if outcome not in group_words.OUTCOMES:
        errors["outcome"] = _("Vælg, hvad der kom ud af det.")
    if len(said) > LONGEST["came_of_it"]:
        errors["came_of_it"] = _("Skriv lidt kortere.")
    if errors:
        return _life(request, group, wrong=Wrong(str(found.id), errors, request.POST))
    keeping.settle(idea=found, outcome=outcome, came_of_it=said, by=actor, at=now())
    say(request, _("Det er skrevet ned."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def pause(request: Request, group_id: UUID) -> HttpResponse:
    """The group cannot meet for a while, or meets again."""
    actor: Actor = request.actor
    at = now()
    group = queries.get(actor, group_id)
    if "resume" in request.POST:
        group_life.resume(group=group, by=actor, at=at)
        say(request, _("Velkommen tilbage. Læg nu de næste mødegange i kalenderen."))
        return redirect("plan_sessions", group_id=group.id)
    form = PauseForm(request.POST if request.method == "POST" else None, today=local_date(at))
    if not form.is_valid():
        return form_page(request, "partners/groups/pause.jinja", group=group, form=form)
    group_life.pause(group=group, by=actor, at=at, **form.cleaned_data)
    say(request, _("Gruppen holder pause. I bliver mindet om at ringe til hver enkelt hver anden uge."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def stands_alone(request: Request, group_id: UUID) -> HttpResponse:
    """The group runs itself from now on, or the association has taken it over."""
    actor: Actor = request.actor
    group = queries.get(actor, group_id)
    if "anchored" in request.POST:
        group_life.anchor(group=group, by=actor, at=now())
        say(request, _("Gruppen er jeres egen nu."))
    else:
        group_life.run_itself(group=group, by=actor, at=now())
        say(request, _("Gruppen kører selv nu. Der kommer stadig en og ser til den."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def part(request: Request, group_id: UUID) -> HttpResponse:
    """Some go to a group of their own."""
    actor: Actor = request.actor
    group = queries.get(actor, group_id)
    seen = reading.shown(actor, [one.person_id for one in queries.members_of(actor, group_id)])
    people = sorted(((str(key), view.name) for key, view in seen.items()), key=lambda pair: pair[1])
    form = PartForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        chosen = [UUID(one) for one in form.cleaned_data["people"]]
        made = group_life.split(group=group, name=form.cleaned_data["name"], person_ids=chosen, by=actor, at=now())
        say(request, _("Den nye gruppe er klar. Læg de første mødegange i kalenderen."))
        return redirect("plan_sessions", group_id=made.id)
    return form_page(request, "partners/groups/part.jinja", group=group, form=form)


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def end(request: Request, group_id: UUID) -> HttpResponse:
    """The group ends, or goes on together with another; nobody in it is let go."""
    actor: Actor = request.actor
    at = now()
    group = queries.get(actor, group_id)
    others = {
        str(one.id): one
        for one in queries.of_organisation(actor, group.organisation_id).exclude(phase="ended").exclude(id=group.id)
    }
    form = EndForm(
        request.POST if request.method == "POST" else None, groups=[(key, one.name) for key, one in others.items()]
    )
    if not form.is_valid():
        return form_page(request, "partners/groups/end.jinja", group=group, form=form)
    into = others.get(form.cleaned_data["into"])
    if into is not None:
        group_life.join_together(group=group, into=into, by=actor, at=at)
        say(request, _("I er nu én gruppe."))
        return redirect("group", group_id=into.id)
    count = group_life.end(group=group, why=form.cleaned_data["why"], by=actor, at=at)
    say(request, _("Gruppen er slut. Koordinatoren taler med %(n)s om, hvad de gerne vil bagefter.") % {"n": count})
    return redirect("groups")


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def trouble(request: Request, group_id: UUID) -> HttpResponse:
    """Tell staff that something is hard."""
    actor: Actor = request.actor
    group = queries.get(actor, group_id)
    form = TroubleForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return form_page(request, "partners/groups/trouble.jinja", group=group, form=form)
    group_life.note_trouble(group=group, by=actor, at=now(), **form.cleaned_data)
    say(request, _("Koordinatoren har fået besked og ringer inden tre dage."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.HANDLE_TROUBLE, methods=("POST",))
def trouble_handled(request: Request, group_id: UUID) -> HttpResponse:
    """What staff did about it."""
    actor: Actor = request.actor
    group = queries.get(actor, group_id)
    found = queries.trouble(actor, group_id, _uuid(request.POST.get("trouble", "")))
    done = request.POST.get("what_was_done", "").strip()
    if not done or len(done) > LONGEST["what_was_done"]:
        told = _("Skriv lidt kortere.") if done else _("Skriv, hvad der er gjort.")
        return _life(request, group, wrong=Wrong(str(found.id), {"what_was_done": told}, request.POST))
    group_life.handle_trouble(trouble=found, what_was_done=done, by=actor, at=now())
    say(request, _("Det er skrevet ned. Kun kommunens koordinatorer kan læse det."))
    return redirect("group_life", group_id=group.id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(_("Det findes ikke længere. Åbn siden igen.")) from None
