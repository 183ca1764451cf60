"""The address of those who wait, as an association sees them."""

from django.urls import URLPattern, path

from brobygger.web.partners.waiting import views

urlpatterns: list[URLPattern] = [
    path("venter-hos-os/", views.nameless, name="nameless_waiting"),
    path("venter-hos-os/par/", views.pairs_to_agree, name="pairs_to_agree"),
]
