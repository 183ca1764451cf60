"""Addresses of recipes, and of taking one into use."""

from django.urls import URLPattern, path

from brobygger.web.staff.recipes import from_file, starting, views

_IN = "indsatser/<uuid:programme_id>/goer-klar/"

urlpatterns: list[URLPattern] = [
    path("opskrifter/", views.recipes, name="recipes"),
    path("opskrift-fra-fil/", from_file.take_in, name="recipe_from_file"),
    path("opskrifter/<slug:recipe_id>/", views.recipe, name="recipe"),
    path("opskrifter/<slug:recipe_id>/opskrift.yaml", views.as_yaml, name="recipe_yaml"),
    path("opskrifter/<slug:recipe_id>/tag-i-brug/", starting.adopt, name="recipe_adopt"),
    path(f"{_IN}navn/", starting.name, name="prepare_name"),
    path(f"{_IN}hvem/", starting.parties, name="prepare_parties"),
    path(f"{_IN}maalgruppe/", starting.limits, name="prepare_limits"),
    path(f"{_IN}roller/", starting.people, name="prepare_people"),
    path(_IN, starting.ready, name="prepare"),
]
