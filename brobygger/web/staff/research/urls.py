"""Addresses of researchers' files."""

from django.urls import URLPattern, path

from brobygger.web.staff.research import views

_OF = "indsatser/<uuid:programme_id>/rapport/forskning/"
_ONE = "indsatser/forskning/<uuid:research_export_id>/"

urlpatterns: list[URLPattern] = [
    path(_OF, views.exports, name="research_exports"),
    path(f"{_OF}ny/", views.new_export, name="research_new"),
    path(_ONE, views.export, name="research_export"),
    path(f"{_ONE}data.xlsx", views.as_xlsx, name="research_xlsx"),
    path(f"{_ONE}data.zip", views.as_zip, name="research_zip"),
    path(f"{_ONE}slet/", views.end, name="research_end"),
    path("adgang/forskning/", views.to_decide, name="research_to_decide"),
    path("adgang/forskning/<uuid:research_export_id>/godkend/", views.approve, name="research_approve"),
    path("adgang/forskning/<uuid:research_export_id>/afvis/", views.decline, name="research_decline"),
]
