"""From the text of a file to a question, with every mistake told in Danish and where it stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from brobygger.pathway.matching.solve import reading_groups, reading_pairs, reading_transport
from brobygger.pathway.matching.solve.fields import Notes, Part, told
from brobygger.pathway.matching.solve.problem import Asked, BadProblem, Mistake

MAX_BYTES = 200_000_000
KINDS: Mapping[str, Callable[[Part], Any]] = {
    "pairs": reading_pairs.pairs,
    "groups": reading_groups.groups,
    "transport": reading_transport.transport,
}


def read(content: bytes) -> Asked:
    """The question in a file. Raises BadProblem with what is wrong and where."""
    notes = Notes()
    part = Part(notes, "", _json_object(content))
    kind = part.take("kind", str)
    notes.stop_if_any()
    if kind not in KINDS:
        notes.add("kind", f"{told(kind)} kendes ikke. Der kan stå: {', '.join(KINDS)}.")
        notes.stop_if_any()
    seconds = part.number("seconds", least=0.0, above=True, default=30.0)
    seed = part.whole("seed", least=0, default=1)
    problem = KINDS[kind](part)
    notes.stop_if_any()
    return Asked(problem, seconds=seconds, seed=seed)


def _json_object(content: bytes) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise _whole(f"Filen fylder over {MAX_BYTES // 1_000_000} MB. Del den, fx efter kommune.")
    if not content.strip():
        raise _whole("Filen er tom.")
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise _whole(f"Filen er ikke UTF-8 (byte {error.start + 1}).") from error
    except json.JSONDecodeError as error:
        message = f"Filen er ikke JSON: noget er galt i linje {error.lineno}, tegn {error.colno}."
        raise _whole(message) from error
    except (RecursionError, ValueError) as error:  # ValueError: a number with thousands of digits
        raise _whole("Filen er ikke JSON, der kan læses.") from error
    if not isinstance(data, dict):
        raise _whole(f"Filen skal være et objekt {{…}}, ikke {told(data)}.")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _whole(f"Nøglen “{twice}” står to gange i det samme objekt.")
    return found


def _whole(message: str) -> BadProblem:
    return BadProblem([Mistake("filen", message)])
