"""What every address of the open data shares: only reading, from anywhere, and a calm answer to any question."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt

from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.web.public.limits import Minutes, address_of

Document = Any
METHODS = ("GET", "HEAD", "OPTIONS")
MOST_A_PAGE, USUAL = 100, 50
LAST_PAGE = 1_000_000
A_MINUTE = 3000  # answers to one address and worker: a program may read the whole directory, a flood may not
OPEN_DATA = Minutes()
FROM_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",  # nothing here depends on who asks: no cookie is read
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Max-Age": "86400",
}
_YES = {"true": True, "1": True, "false": False, "0": False}


class BadQuestion(Exception):
    """A parameter cannot be understood: answered with 400 and this sentence."""


def open_data(view: Callable[..., Document]) -> Callable[..., HttpResponse]:
    """Answer with the JSON document that the view gives; 400, 404 and 405 are JSON too."""

    @csrf_exempt  # nothing is changed, so nothing can be forged; a POST is told 405
    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        response = _answer(view, request, named)
        for name, value in FROM_ANYWHERE.items():
            response.headers[name] = value
        return response

    return answer


def _answer(view: Callable[..., Document], request: HttpRequest, named: dict[str, Any]) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in METHODS:
        return _json({"error": "Her kan man kun læse."}, status=405, headers={"Allow": ", ".join(METHODS)})
    if OPEN_DATA.one_more(address_of(request), time.monotonic()) > A_MINUTE:
        return _json({"error": "Vent et minut."}, status=429, headers={"Retry-After": "60"})
    try:
        return _json(view(request, **named), headers={"Cache-Control": "public, max-age=300"})
    except BadQuestion as wrong:
        return _json({"error": str(wrong)}, status=400)
    except NotVisible:
        return _json({"error": "Det findes ikke, eller det er ikke udgivet."}, status=404)


def _json(document: Document, *, status: int = 200, headers: dict[str, str] | None = None) -> JsonResponse:
    parameters = {"ensure_ascii": False, "allow_nan": False}
    return JsonResponse(document, safe=False, status=status, headers=headers, json_dumps_params=parameters)


def identifier(text: str) -> UUID:
    """The identifier in an address. Raises NotVisible for what is none: no such thing exists."""
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible("identifier") from None


class Question:
    """The parameters of one question; each of them read once, and understood or refused."""

    def __init__(self, given: QueryDict) -> None:
        self.given = given

    def text(self, name: str) -> str:
        return str(self.given.get(name, "")).strip()[:200]

    def yes(self, name: str) -> bool:
        value = self.text(name).lower()
        if value and value not in _YES:
            raise BadQuestion(f"{name} skal være true eller false.")
        return _YES.get(value, False)

    def number(self, name: str, *, usual: int, most: int) -> int:
        value = self.text(name)
        if not value:
            return usual
        number = whole(value)
        if number is None or not 1 <= number <= most:
            raise BadQuestion(f"{name} skal være et helt tal fra 1 til {most}.")
        return number

    def id(self, name: str) -> UUID | None:
        value = self.text(name)
        try:
            return UUID(value) if value else None
        except ValueError:
            raise BadQuestion(f"{name} skal være et UUID.") from None

    def day(self, name: str) -> date | None:
        """A date, or the date of a moment."""
        value = self.text(name)
        try:
            return date.fromisoformat(value[:10]) if value else None
        except ValueError:
            raise BadQuestion(f"{name} skal begynde med en dato som 2026-03-05.") from None


def paged(question: Question, total: int, part: Callable[[int, int], list[Document]]) -> Document:
    """One page as HSDS writes it. `part(first, last)`: the documents from number `first` up to `last`."""
    size = question.number("per_page", usual=USUAL, most=MOST_A_PAGE)
    number = question.number("page", usual=1, most=LAST_PAGE)
    pages = max(1, -(-total // size))
    contents = part((number - 1) * size, number * size) if number <= pages else []
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }
