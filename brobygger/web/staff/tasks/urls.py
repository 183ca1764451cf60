"""Addresses of tasks."""

from django.urls import URLPattern, path

from brobygger.web.staff.tasks import views

urlpatterns: list[URLPattern] = [
    path("opgaver/<uuid:task_id>/", views.task, name="task"),
    path("opgaver/<uuid:task_id>/faerdig/", views.done, name="task_done"),
    path("opgaver/<uuid:task_id>/fortryd/", views.reopen, name="task_reopen"),
    path("opgaver/<uuid:task_id>/overtag/", views.take_over, name="task_take_over"),
]
