"""The one policy table: who may do what, and which fields of a person they may read doing it.

Plain data. It feeds the guard of every page, the fields a page can get hold of, the printed access document
(`brobygger access`) and the test matrix. An action or field group that is not here does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from brobygger.foundation.kernel.reach import Scope
from brobygger.registry.access.roles import UNGIVEN, Role


class Purpose(StrEnum):
    """Why a person's record is read; written in the read log beside what was read."""

    DETECTION = "detection"
    BRIDGING = "bridging"
    FOLLOW_UP = "follow_up"
    ACTIVITY = "activity"  # receiving the person where he or she goes
    EVALUATION = "evaluation"
    DATA_PROTECTION = "data_protection"


class Fields(StrEnum):
    """Groups of fields of a person. A consent names the groups a receiver may have."""

    NAME = "name"
    CONTACT = "contact"  # phone, e-mail, preferred way
    ADDRESS = "address"
    AGE = "age"  # birth date and sex
    CPR = "cpr"  # masked everywhere; never outside the municipality (databeskyttelsesloven § 11)
    HOUSEHOLD = "household"
    CARE = "care"  # home-help hours, personal care
    WALKING = "walking"  # metres, aid
    SENSES = "senses"  # hearing, sight, languages
    COGNITION = "cognition"
    RELATIVES = "relatives"
    WISHES = "wishes"
    SCREENING = "screening"
    MEASUREMENTS = "measurements"
    EPISODES = "episodes"
    CONSENTS = "consents"
    BACKGROUND = "background"  # where somebody comes from, and what one may be asked by (R048)


class Action(StrEnum):
    """What a page or command does, in the words of the domain."""

    SEE_MY_DAY = "see_my_day"
    SEND_TIP = "send_tip"
    SEE_OWN_TIPS = "see_own_tips"  # what came of those a finder has sent
    HANDLE_TIP = "handle_tip"
    MANAGE_LINKS = "manage_links"  # make, see, renew and withdraw links for people without an account
    HOLD_OCCASION = "hold_occasion"  # market days, theme days, bus tours: who came and what they wanted
    SCREEN = "screen"
    SEE_BOARD = "see_board"
    SEE_WORKLIST = "see_worklist"
    READ_PERSON = "read_person"
    ADD_PERSON = "add_person"
    EDIT_PERSON = "edit_person"
    TAKE_CONSENT = "take_consent"
    WITHDRAW_CONSENT = "withdraw_consent"
    MAP_WISHES = "map_wishes"
    REFER = "refer"
    MATCH_WAITING = "match_waiting"  # groups and pairs proposed from all who wait
    SEE_REFERRALS = "see_referrals"
    ANSWER_REFERRAL = "answer_referral"
    MAKE_FIRST_CONTACT = "make_first_contact"
    SEE_GROUPS = "see_groups"
    REGISTER_ATTENDANCE = "register_attendance"
    SIGN_FOR = "sign_for"  # write who has said they come, also by phone for an association
    DO_TASK = "do_task"
    MEASURE = "measure"
    CLOSE_EPISODE = "close_episode"
    IMPORT_REGISTER = "import_register"
    SEE_PROGRAMME = "see_programme"
    SEE_OFFICE = "see_office"  # groups, agreements, training, money, anchoring of a programme
    RUN_OFFICE = "run_office"
    SEE_ATTENTION = "see_attention"  # what each unit gives of attention; a unit's manager: the own unit
    READ_TOOLS = "read_tools"  # the handbook, sheets to teach from, the folder in the staff room: nobody is named
    WRITE_OWN_TIME = "write_own_time"  # one's own hours, and what one feels sure of
    IMPORT_RESULTS = "import_results"  # tests of the body and answers from a file
    SEE_REPORT = "see_report"
    SAVE_REPORT = "save_report"
    EXPORT_RESEARCH = "export_research"  # rows about persons, under other names, to a researcher
    APPROVE_RESEARCH = "approve_research"  # somebody else than who asked
    SEE_RECIPES = "see_recipes"
    ADOPT_RECIPE = "adopt_recipe"
    CHANGE_PROGRAMME = "change_programme"  # what it runs by, and who holds its roles
    TAKE_AGAIN = "take_again"  # those turned away for limits that now let them in
    PUBLISH_RECIPE = "publish_recipe"
    MAKE_INSTRUMENT = "make_instrument"  # the municipality's own questions, limits and colours
    JOIN_EFFORT = "join_effort"  # with another municipality: counts only
    SEE_OFFERS = "see_offers"
    EDIT_OFFER = "edit_offer"  # what one's own organisation has for people; the municipality: any of them
    CHECK_TEXT = "check_text"  # how a text for citizens reads, before it is sent or hung up
    SEE_READ_LOG = "see_read_log"
    ERASE_PERSONS = "erase_persons"  # who is due, who is held back, and one who has asked for it (GDPR art. 17)
    SEE_ORGANISATIONS = "see_organisations"
    MANAGE_ORGANISATIONS = "manage_organisations"  # let organisations, units and members in
    MEET_PERSON = "meet_person"  # a volunteer and the one person he or she meets
    SEE_VOLUNTEERS = "see_volunteers"  # who would like to, who is one, and whether there are enough
    RECEIVE_VOLUNTEERS = "receive_volunteers"  # steps, approval, gatherings, expenses, thanks
    OWN_VOLUNTEERING = "own_volunteering"  # a volunteer's own gatherings, expenses and thanks
    ANSWER_WORRY = "answer_worry"
    PLAN_AT_HOME = "plan_at_home"  # who comes to a person's home, when, and who instead
    SEE_COOPERATION = "see_cooperation"  # organisations, who burns for it there, how soon they answer
    KEEP_COOPERATION = "keep_cooperation"
    OWN_CALENDAR = "own_calendar"  # one's own days ahead, on one's own phone
    SEE_MESSAGES = "see_messages"  # what is sent, waits, failed; letters to print, people to ring, answers to read
    WRITE_TO_PERSON = "write_to_person"
    EDIT_TEXTS = "edit_texts"  # the words of one's own organisation in what is sent
    MANAGE_GROUPS = "manage_groups"  # begin a group, plan its sessions
    CARE_RECORD = "care_record"  # answers to and from the care record
    WISH_BACKGROUND = "wish_background"  # a person's own wish to meet somebody of the same language or background
    OWN_BACKGROUND = "own_background"  # what one says oneself, as host, volunteer or finder
    HANDLE_TROUBLE = "handle_trouble"  # help a group where something is hard; what is noted stays with staff


_FRONT = frozenset({Role.HOME_CARE_WORKER, Role.AMBASSADOR})
_BRIDGE = frozenset({Role.COORDINATOR, Role.AMBASSADOR, Role.VISITATION})
_OFFICE = frozenset({Role.COORDINATOR, Role.PROGRAMME_MANAGER})
_RECEIVERS = frozenset({Role.ASSOCIATION_LEADER, Role.HOST})
_WORKERS = _FRONT | _BRIDGE | _RECEIVERS | {Role.VOLUNTEER}
EVERYBODY = frozenset(Role) - UNGIVEN


@dataclass(frozen=True)
class Right:
    """Who may take an action, and the purpose it is logged with (None: it reads no person)."""

    roles: frozenset[Role]
    purpose: Purpose | None = None


RIGHTS: dict[Action, Right] = {
    Action.SEE_MY_DAY: Right(_WORKERS, Purpose.FOLLOW_UP),
    Action.SEND_TIP: Right(EVERYBODY),
    Action.SEE_OWN_TIPS: Right(frozenset({Role.FINDER}), Purpose.FOLLOW_UP),
    Action.HANDLE_TIP: Right(_BRIDGE, Purpose.DETECTION),
    Action.MANAGE_LINKS: Right(frozenset({Role.COORDINATOR, Role.VISITATION})),
    Action.HOLD_OCCASION: Right(frozenset({Role.COORDINATOR, Role.VISITATION}), Purpose.DETECTION),
    Action.SCREEN: Right(_FRONT | _BRIDGE, Purpose.DETECTION),
    Action.SEE_BOARD: Right(_FRONT | _BRIDGE, Purpose.DETECTION),
    Action.SEE_WORKLIST: Right(frozenset({Role.COORDINATOR, Role.VISITATION}), Purpose.BRIDGING),
    Action.READ_PERSON: Right(_FRONT | _BRIDGE, Purpose.BRIDGING),
    Action.ADD_PERSON: Right(_FRONT | _BRIDGE, Purpose.DETECTION),
    Action.EDIT_PERSON: Right(_FRONT | _BRIDGE, Purpose.BRIDGING),
    Action.TAKE_CONSENT: Right(_FRONT | _BRIDGE, Purpose.BRIDGING),
    Action.WITHDRAW_CONSENT: Right(_FRONT | _BRIDGE, Purpose.BRIDGING),
    Action.MAP_WISHES: Right(_FRONT | _BRIDGE, Purpose.BRIDGING),
    Action.REFER: Right(_BRIDGE, Purpose.BRIDGING),
    Action.MATCH_WAITING: Right(frozenset({Role.COORDINATOR, Role.VISITATION}), Purpose.BRIDGING),
    Action.SEE_REFERRALS: Right(_RECEIVERS, Purpose.ACTIVITY),
    Action.ANSWER_REFERRAL: Right(frozenset({Role.ASSOCIATION_LEADER}), Purpose.ACTIVITY),
    Action.MAKE_FIRST_CONTACT: Right(_RECEIVERS, Purpose.ACTIVITY),
    Action.SEE_GROUPS: Right(_RECEIVERS | {Role.COORDINATOR}, Purpose.ACTIVITY),
    Action.REGISTER_ATTENDANCE: Right(_RECEIVERS, Purpose.ACTIVITY),
    Action.SIGN_FOR: Right(_RECEIVERS | {Role.COORDINATOR}, Purpose.ACTIVITY),
    Action.DO_TASK: Right(_WORKERS, Purpose.FOLLOW_UP),
    Action.MEASURE: Right(_FRONT | _BRIDGE, Purpose.FOLLOW_UP),
    Action.CLOSE_EPISODE: Right(_BRIDGE, Purpose.FOLLOW_UP),
    # Who is on the list is seen by those who will visit; a programme manager sees numbers, never names.
    Action.IMPORT_REGISTER: Right(frozenset({Role.COORDINATOR, Role.VISITATION}), Purpose.DETECTION),
    Action.IMPORT_RESULTS: Right(frozenset({Role.COORDINATOR}), Purpose.FOLLOW_UP),
    Action.SEE_PROGRAMME: Right(_OFFICE),
    Action.SEE_OFFICE: Right(_OFFICE),
    Action.RUN_OFFICE: Right(frozenset({Role.PROGRAMME_MANAGER})),
    Action.SEE_ATTENTION: Right(_OFFICE | {Role.UNIT_MANAGER}),
    Action.READ_TOOLS: Right(_FRONT | _BRIDGE | _OFFICE | {Role.UNIT_MANAGER}),
    Action.WRITE_OWN_TIME: Right(_FRONT | _BRIDGE | _OFFICE | {Role.UNIT_MANAGER}),
    Action.SEE_REPORT: Right(_OFFICE),
    Action.SAVE_REPORT: Right(frozenset({Role.PROGRAMME_MANAGER})),
    Action.EXPORT_RESEARCH: Right(frozenset({Role.PROGRAMME_MANAGER}), Purpose.EVALUATION),
    Action.APPROVE_RESEARCH: Right(frozenset({Role.DATA_PROTECTION}), Purpose.DATA_PROTECTION),
    Action.SEE_RECIPES: Right(_OFFICE | {Role.ADMINISTRATOR}),
    Action.ADOPT_RECIPE: Right(frozenset({Role.PROGRAMME_MANAGER})),
    Action.CHANGE_PROGRAMME: Right(_OFFICE),
    Action.TAKE_AGAIN: Right(frozenset({Role.COORDINATOR, Role.VISITATION}), Purpose.BRIDGING),
    Action.PUBLISH_RECIPE: Right(frozenset({Role.PROGRAMME_MANAGER})),
    Action.MAKE_INSTRUMENT: Right(frozenset({Role.PROGRAMME_MANAGER})),
    Action.JOIN_EFFORT: Right(frozenset({Role.PROGRAMME_MANAGER})),
    Action.SEE_OFFERS: Right(EVERYBODY),
    Action.EDIT_OFFER: Right(frozenset({Role.COORDINATOR, Role.ASSOCIATION_LEADER})),
    Action.CHECK_TEXT: Right(_OFFICE | _RECEIVERS | {Role.VISITATION}),
    Action.SEE_READ_LOG: Right(frozenset({Role.DATA_PROTECTION}), Purpose.DATA_PROTECTION),
    Action.ERASE_PERSONS: Right(frozenset({Role.DATA_PROTECTION}), Purpose.DATA_PROTECTION),
    Action.SEE_ORGANISATIONS: Right(frozenset({Role.ADMINISTRATOR})),
    Action.MANAGE_ORGANISATIONS: Right(frozenset({Role.ADMINISTRATOR})),
    Action.MEET_PERSON: Right(frozenset({Role.VOLUNTEER}), Purpose.ACTIVITY),
    Action.SEE_VOLUNTEERS: Right(frozenset({Role.COORDINATOR, Role.ASSOCIATION_LEADER})),
    Action.RECEIVE_VOLUNTEERS: Right(frozenset({Role.COORDINATOR, Role.ASSOCIATION_LEADER})),
    Action.OWN_VOLUNTEERING: Right(frozenset({Role.VOLUNTEER})),
    Action.ANSWER_WORRY: Right(_BRIDGE, Purpose.FOLLOW_UP),
    Action.PLAN_AT_HOME: Right(_RECEIVERS | {Role.COORDINATOR, Role.VISITATION}, Purpose.ACTIVITY),
    Action.SEE_COOPERATION: Right(_OFFICE),
    Action.KEEP_COOPERATION: Right(_OFFICE),
    Action.OWN_CALENDAR: Right(EVERYBODY),
    Action.SEE_MESSAGES: Right(frozenset({Role.COORDINATOR, Role.VISITATION}), Purpose.BRIDGING),
    Action.WRITE_TO_PERSON: Right(_FRONT | _BRIDGE, Purpose.BRIDGING),
    Action.EDIT_TEXTS: Right(frozenset({Role.COORDINATOR, Role.ASSOCIATION_LEADER})),
    Action.MANAGE_GROUPS: Right(_RECEIVERS),
    Action.CARE_RECORD: Right(frozenset({Role.COORDINATOR, Role.VISITATION}), Purpose.FOLLOW_UP),
    Action.WISH_BACKGROUND: Right(frozenset({Role.COORDINATOR, Role.VISITATION}), Purpose.BRIDGING),
    Action.OWN_BACKGROUND: Right(_FRONT | _RECEIVERS | {Role.VOLUNTEER, Role.FINDER}),
    Action.HANDLE_TROUBLE: Right(frozenset({Role.COORDINATOR})),
}


@dataclass(frozen=True)
class FieldRule:
    """In these roles and at this distance, for these purposes, these groups of fields.

    `with_consent`: only the groups that the person's consent for this receiver also names.
    """

    roles: frozenset[Role]
    scope: Scope
    purposes: frozenset[Purpose]
    fields: frozenset[Fields]
    with_consent: bool = False


_WORK = frozenset({Purpose.DETECTION, Purpose.BRIDGING, Purpose.FOLLOW_UP})
# What may ever leave the municipality, if the person says yes to it. CPR, screening and measurements never do.
SHAREABLE = frozenset(
    {
        Fields.NAME, Fields.CONTACT, Fields.ADDRESS, Fields.AGE, Fields.WALKING, Fields.SENSES, Fields.WISHES,
    }
)  # fmt: skip

FIELD_RULES: tuple[FieldRule, ...] = (
    FieldRule(frozenset({Role.COORDINATOR, Role.VISITATION}), Scope.MUNICIPALITY, _WORK, frozenset(Fields)),
    FieldRule(_FRONT, Scope.UNIT, _WORK, frozenset(Fields) - {Fields.BACKGROUND}),  # who chooses whom, needs it
    FieldRule(
        _RECEIVERS | {Role.COORDINATOR},
        Scope.ORGANISATION,
        frozenset({Purpose.ACTIVITY, Purpose.FOLLOW_UP}),
        SHAREABLE,
        with_consent=True,
    ),
    FieldRule(
        frozenset({Role.VOLUNTEER}),
        Scope.PERSONAL,
        frozenset({Purpose.ACTIVITY, Purpose.FOLLOW_UP}),
        frozenset({Fields.NAME, Fields.CONTACT, Fields.ADDRESS}),
        with_consent=True,
    ),
    FieldRule(
        frozenset({Role.FINDER}),
        Scope.PERSONAL,
        frozenset({Purpose.FOLLOW_UP}),
        frozenset({Fields.NAME}),
        with_consent=True,
    ),
    FieldRule(
        frozenset({Role.DATA_PROTECTION}),
        Scope.MUNICIPALITY,
        frozenset({Purpose.DATA_PROTECTION}),
        frozenset({Fields.NAME, Fields.AGE, Fields.CONSENTS}),  # age: of two with one name the right one is erased
    ),
)


def may(role: Role, action: Action) -> bool:
    """Whether the role may take the action at all."""
    return role in RIGHTS[action].roles


def readable(*, role: Role, scope: Scope, purpose: Purpose, consented: Iterable[str] = ()) -> frozenset[Fields]:
    """The groups of fields a reader gets. `consented`: groups named by the consent for the reader's organisation."""
    granted: set[Fields] = set()
    agreed = frozenset(Fields(group) for group in consented)
    for rule in FIELD_RULES:
        if role in rule.roles and scope is rule.scope and purpose in rule.purposes:
            granted |= rule.fields & agreed if rule.with_consent else rule.fields
    return frozenset(granted)
