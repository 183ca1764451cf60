"""Addresses of recipes."""

from django.urls import URLPattern, path

from brobygger.web.staff.recipes import views

urlpatterns: list[URLPattern] = [
    path("opskrifter/", views.recipes, name="recipes"),
    path("opskrifter/<slug:recipe_id>/", views.recipe, name="recipe"),
    path("opskrifter/<slug:recipe_id>/tag-i-brug/", views.adopt, name="recipe_adopt"),
]
