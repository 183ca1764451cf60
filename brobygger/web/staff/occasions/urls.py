"""Addresses of occasions and of what a person has met."""

from django.urls import URLPattern, path

from brobygger.web.staff.occasions import met, papers, views, ways

urlpatterns: list[URLPattern] = [
    path("arrangementer/", views.occasions, name="occasions"),
    path("arrangementer/nyt/", views.new, name="occasion_new"),
    path("arrangementer/<uuid:occasion_id>/", views.occasion, name="occasion"),
    path("arrangementer/<uuid:occasion_id>/gaest/", views.add_guest, name="occasion_add_guest"),
    path("arrangementer/<uuid:occasion_id>/andre/", views.count_others, name="occasion_others"),
    path("arrangementer/<uuid:occasion_id>/aargang/", views.invite_year, name="occasion_invite_year"),
    path("arrangementer/<uuid:occasion_id>/igen/", views.again, name="occasion_again"),
    path("arrangementer/<uuid:occasion_id>/aften/", views.evening, name="occasion_evening"),
    path("arrangementer/<uuid:occasion_id>/liste.pdf", papers.paper_list, name="occasion_list"),
    path("arrangementer/<uuid:occasion_id>/breve.pdf", papers.letters, name="occasion_letters"),
    path("arrangementer/gaest/<uuid:guest_id>/", views.note_guest, name="occasion_guest"),
    path("borgere/<uuid:person_id>/moeder/", met.met, name="person_met"),
    path("indsatser/<uuid:programme_id>/veje/", ways.ways, name="programme_ways"),
]
