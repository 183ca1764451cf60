"""Addresses of changing a programme."""

from django.urls import URLPattern, path

from brobygger.web.staff.changes import price, screener, steps, trial, views

_IN = "indsatser/<uuid:programme_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{_IN}aendr/", views.overview, name="change"),
    path(f"{_IN}aendr/maalgruppe/", views.criteria, name="change_criteria"),
    path(f"{_IN}aendr/sidste-dag/", trial.limits, name="change_trial"),
    path(f"{_IN}aendr/maaleredskab/", views.instrument, name="change_instrument"),
    path(f"{_IN}aendr/screener/", screener.screener, name="change_screener"),
    path(f"{_IN}aendr/farver/", views.colours, name="change_colours"),
    path(f"{_IN}aendr/frister/", views.deadlines, name="change_deadlines"),
    path(f"{_IN}aendr/grupper/", views.groups, name="change_groups"),
    path(f"{_IN}aendr/pris/", price.price, name="change_price"),
    path("indsatser/aendr/pris/<uuid:planned_price_id>/tilbage/", price.take_back, name="change_price_back"),
    path(f"{_IN}aendr/trin/", steps.steps, name="change_steps"),
    path(f"{_IN}aendr/tekster/", views.texts, name="change_texts"),
    path(f"{_IN}aendr/roller/", views.people, name="change_people"),
    path(f"{_IN}aendr/roller/ud/", views.remove_role, name="change_remove_role"),
    path(f"{_IN}historik/", views.history, name="change_history"),
    path(f"{_IN}historik/<int:number>/tilbage/", views.go_back, name="change_go_back"),
    path(f"{_IN}fundet-igen/", views.found_again, name="found_again"),
]
