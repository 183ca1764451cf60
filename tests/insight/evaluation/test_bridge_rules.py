"""The bridge is counted right: nobody twice, nobody forgotten, and a no that became a yes is no loss."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from brobygger.insight.evaluation.rules import Moved, as_json, count, in_words, stones
from brobygger.pathway.episodes import rules as engine
from brobygger.pathway.episodes.rules import Move, MoveKind
from brobygger.registry.recipes import load

DAY = date(2026, 3, 2)
HORSENS = load.load("000-horsens")


def line(*moves: tuple[int, str, str] | tuple[int, str, str, str]) -> list[Moved]:
    return [Moved(kind, step, DAY + timedelta(days=day), *reason) for day, kind, step, *reason in moves]


def at(step: str, counts):
    return next(each for each in counts if each.step == step)


def test_eighteen_are_asked_and_one_says_yes():
    found = (0, "reached", "found")
    lines = [line(found, (9, "reached", "asked"))]
    lines += [line(found, (3, "lost", "asked", "declined"))] * 12
    lines += [line(found, (4, "lost", "asked", "no_answer"))] * 4
    lines += [line(found)]
    asked = at("asked", count(HORSENS.path, lines))
    assert (asked.entered, asked.passed, asked.waiting) == (18, 1, 1)
    assert list(asked.lost.items()) == [("declined", 12), ("no_answer", 4)]
    assert asked.median_days == 9


def test_a_no_that_became_a_yes_is_no_loss():
    aase = line(
        (0, "reached", "found"),
        (2, "lost", "asked", "declined"),
        (90, "returned", "asked"),
        (92, "reached", "asked"),
    )
    asked = at("asked", count(HORSENS.path, [aase]))
    assert (asked.entered, asked.passed, dict(asked.lost)) == (1, 1, {})
    assert asked.median_days == 2  # from standing there again to the yes


def test_a_step_that_was_passed_over_is_passed_and_took_no_days():
    """Horsens may leave the screening out: the man who says yes at the visit has passed it."""
    villy = line((0, "reached", "found"), (9, "reached", "asked"), (9, "reached", "consented"))
    counts = count(HORSENS.path, [villy])
    assert (at("screened", counts).entered, at("screened", counts).passed) == (1, 1)
    assert at("screened", counts).median_days is None
    assert at("consented", counts).median_days == 0


def test_nobody_found_is_a_bridge_of_zeros():
    counts = count(HORSENS.path, [])
    assert [each.step for each in counts] == list(HORSENS.path)
    assert {(each.entered, each.passed, each.waiting, each.median_days) for each in counts} == {(0, 0, 0, None)}


def test_the_json_is_the_contract():
    villy = line((0, "reached", "found"), (3, "lost", "asked", "declined"))
    assert as_json(stones(count(HORSENS.path, [villy])))[1] == {
        "step": "asked", "entered": 1, "passed": 0, "lost": {"declined": 1}, "median_days": None,
    }  # fmt: skip


def test_a_reader_meets_words_never_codes():
    villy = line((0, "reached", "found"), (3, "lost", "asked", "no_energy"))
    asked = in_words(stones(count(HORSENS.path, [villy])))[1]
    assert (asked.label, asked.lost) == ("Spurgt", {"Har ikke kræfter": 1})
    assert in_words(stones(count(HORSENS.path, [villy])), "en")[1].lost == {"Has no energy": 1}


@st.composite
def lines(draw, recipe=HORSENS):
    """A line the engine allows: any of the allowed moves, again and again."""
    state, moves = engine.start(recipe), []
    for number in range(draw(st.integers(0, 18))):
        possible = sorted(engine.allowed(recipe, state))
        if not possible:
            break
        kind, step = ("reached", "found") if number == 0 else draw(st.sampled_from(possible))
        reasons = [reason.code for reason in engine.reasons_at(step)]
        reason = draw(st.sampled_from(reasons)) if kind == "lost" else None
        moment = datetime(2026, 3, 2, 10, tzinfo=UTC) + timedelta(days=number * draw(st.integers(0, 9)))
        made = Move(MoveKind(kind), step, moment, reason)
        state = engine.move(recipe, state, made)
        moves.append(made)
    return moves


def as_moved(moves):
    return [Moved(str(made.kind), made.step, made.at.date(), made.reason or "") for made in moves]


@given(st.lists(lines(), max_size=12))
def test_everybody_stands_at_exactly_one_place(several):
    """entered = passed + waiting + lost, and those who pass a step are those who enter the next."""
    counts = count(HORSENS.path, [as_moved(moves) for moves in several])
    begun = sum(bool(moves) for moves in several)
    assert counts[0].entered == begun
    for each, following in zip(counts, [*counts[1:], None], strict=True):
        assert each.entered == each.passed + each.waiting + sum(each.lost.values())
        assert each.waiting >= 0
        assert following is None or following.entered == each.passed


@given(st.lists(lines(), min_size=1, max_size=8))
def test_the_bridge_agrees_with_where_the_engine_says_each_one_stands(several):
    counts = count(HORSENS.path, [as_moved(moves) for moves in several])
    states = [engine.state_after(HORSENS, moves) for moves in several if moves]
    for each in counts:
        here = [state for state in states if state.next_step == each.step]
        assert each.waiting == sum(state.status == "active" for state in here)
        assert sum(each.lost.values()) == sum(state.status == "lost" for state in here)
    assert counts[-1].passed == sum(state.status == "finished" for state in states)
