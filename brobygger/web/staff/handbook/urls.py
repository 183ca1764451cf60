"""Addresses of handbooks, of publishing, and of comparing."""

from django.urls import URLPattern, path

from brobygger.web.staff.handbook import compare, joint, publish, views

_IN = "indsatser/<uuid:programme_id>/"
_OF = "opskrifter/<slug:recipe_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{_IN}haandbog/", views.of_programme, name="handbook"),
    path(f"{_IN}haandbog/haandbog.pdf", views.of_programme_pdf, name="handbook_pdf"),
    path(f"{_IN}haandbog/haandbog.html", views.of_programme_html, name="handbook_html"),
    path(f"{_OF}haandbog/", views.of_recipe, name="recipe_handbook"),
    path(f"{_OF}haandbog/haandbog.pdf", views.of_recipe_pdf, name="recipe_handbook_pdf"),
    path(f"{_IN}laeg-frem/", publish.publish, name="publish"),
    path(f"{_IN}opskrift.yaml", publish.as_yaml, name="programme_yaml"),
    path(f"{_IN}faelles/", joint.joint, name="joint"),
    path(f"{_IN}sammenlign/", compare.compare, name="compare"),
]
