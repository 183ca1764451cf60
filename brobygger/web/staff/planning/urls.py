"""Addresses of planning."""

from django.urls import URLPattern, path

from brobygger.web.staff.planning import views

urlpatterns: list[URLPattern] = [
    path("opskrifter/<slug:recipe_id>/planlaeg/", views.plan_recipe, name="plan_recipe"),
    path("indsatser/<uuid:programme_id>/planlaeg/", views.plan_programme, name="plan_programme"),
]
