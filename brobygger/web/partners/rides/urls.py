"""Addresses of booked rides and of vehicles."""

from django.urls import URLPattern, path

from brobygger.web.partners.rides import vehicles, views

urlpatterns: list[URLPattern] = [
    path("moedegange/<uuid:session_id>/bus/", views.booked, name="booked_ride"),
    path("biler/", vehicles.all_vehicles, name="vehicles"),
    path("biler/<uuid:vehicle_id>/laan/", vehicles.borrow, name="borrow_vehicle"),
    path("biler/laan/<uuid:booking_id>/tilbage/", vehicles.give_back, name="vehicle_back"),
]
