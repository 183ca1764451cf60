"""Danish unless the reader has switched."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "sprog"
LANGUAGES = ("da", "en")


class ChosenLanguageMiddleware:
    """The language of the reader's own choice, never of the browser's: screens are Danish first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE)
        language = chosen if chosen in LANGUAGES else "da"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
