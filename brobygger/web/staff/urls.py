"""Addresses of the staff's pages, one list for each step."""

from importlib import import_module

from django.urls import URLPattern

_FOLDERS = (
    "links", "finder", "occasions", "gaps", "reach", "away",
    "my_day", "visits", "offline", "paper", "tips", "observing", "board", "worklist", "people", "matching", "waiting",
    "tasks",
    "register", "programmes", "planning", "recipes", "instruments", "changes", "handbook", "access", "office",
    "erasing", "research", "post", "knowledge",
)  # fmt: skip

urlpatterns: list[URLPattern] = [
    pattern for folder in _FOLDERS for pattern in import_module(f"brobygger.web.staff.{folder}.urls").urlpatterns
]
