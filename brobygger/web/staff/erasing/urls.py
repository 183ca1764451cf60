"""Addresses of erasing: data protection's pages."""

from django.urls import URLPattern, path

from brobygger.web.staff.erasing import views

_ONE = "adgang/sletning/<uuid:due_erasure_id>/"

urlpatterns: list[URLPattern] = [
    path("adgang/sletning/", views.erasing, name="erasing"),
    path("adgang/sletning/godkend/<slug:group>/", views.approve, name="erasing_approve"),
    path("adgang/sletning/fortryd/", views.undo_approval, name="erasing_undo_approval"),
    path("adgang/sletning/frister/", views.terms, name="erasing_terms"),
    path("adgang/sletning/en/", views.on_request, name="erasing_one"),
    path(f"{_ONE}hold/", views.hold, name="erasing_hold"),
    path(f"{_ONE}fortryd/", views.undo, name="erasing_undo"),
]
