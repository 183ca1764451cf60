"""The product's own addresses, and one empty page to measure them against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from brobygger.config.urls import urlpatterns as ours


def empty(request: HttpRequest) -> HttpResponse:
    """What Django costs: middleware, session, the user."""
    return HttpResponse("ja" if request.user.is_authenticated else "nej")


urlpatterns = [*ours, path("maaling/tom/", empty)]
