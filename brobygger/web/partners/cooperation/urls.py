"""Addresses of the pages about cooperation with other organisations."""

from django.urls import URLPattern, path

from brobygger.web.partners.cooperation import referring, views

urlpatterns: list[URLPattern] = [
    path("samarbejde/", views.overview, name="cooperation"),
    path("samarbejde/henvis/", referring.referring, name="referring"),
    path("samarbejde/henvis/<uuid:rhythm_id>/", referring.rhythm, name="rhythm"),
    path("samarbejde/<uuid:organisation_id>/", views.organisation, name="cooperation_with"),
    path("samarbejde/<uuid:organisation_id>/samtale/", views.note, name="note_conversation"),
    path("samarbejde/<uuid:organisation_id>/ildsjael/", views.name_key_person, name="name_key_person"),
    path("samarbejde/<uuid:organisation_id>/til-side/", views.set_aside, name="set_aside"),
    path("samarbejde/afdeling/<uuid:unit_id>/", views.change_unit, name="change_unit"),
    path("samarbejde/ildsjael/<uuid:key_person_id>/stoppet/", views.key_person_left, name="key_person_left"),
    path("samarbejde/samtale/<uuid:conversation_id>/svar/", views.answered, name="conversation_answered"),
]
