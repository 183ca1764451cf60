"""Addresses of the worklist."""

from django.urls import URLPattern, path

from brobygger.web.staff.worklist import views

urlpatterns: list[URLPattern] = [
    path("arbejdsliste/", views.worklist, name="worklist"),
    path("arbejdsliste/tag-over/", views.take_over, name="take_over"),
    path("arbejdsliste/slip/", views.let_go, name="let_go"),
]
