"""Addresses of times at a person's home."""

from django.urls import URLPattern, path

from brobygger.web.partners.at_home import views

urlpatterns: list[URLPattern] = [
    path("hjemme/", views.home_times, name="home_times"),
    path("hjemme/<uuid:home_time_id>/", views.home_time, name="home_time"),
    path("hjemme/<uuid:home_time_id>/frivillig/", views.put_on, name="put_on_home_time"),
    path("hjemme/<uuid:home_time_id>/kan-ikke/", views.somebody_cannot, name="somebody_cannot"),
    path("hjemme/<uuid:home_time_id>/aflys/", views.call_off, name="call_off_home_time"),
    path("borgere/<uuid:person_id>/hjemme/", views.person_home, name="person_home"),
    path("som-frivillig/hjemme/<uuid:home_time_id>/", views.own_home_time, name="own_home_time"),
]
