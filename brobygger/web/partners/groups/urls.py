"""Addresses of groups, their sessions and who came."""

from django.urls import URLPattern, path

from brobygger.web.partners.groups import life, meeting, orders, printing, rides, sessions, views

urlpatterns: list[URLPattern] = [
    path("grupper/", views.groups, name="groups"),
    path("grupper/ny/", views.new_group, name="new_group"),
    path("grupper/<uuid:group_id>/", views.group, name="group"),
    path("grupper/<uuid:group_id>/vej/", life.life, name="group_life"),
    path("grupper/<uuid:group_id>/vaner/", life.habits, name="group_habits"),
    path("gruppemedlemmer/<uuid:member_id>/", life.member, name="group_member"),
    path("grupper/<uuid:group_id>/regler/", life.rules_agreed, name="rules_agreed"),
    path("grupper/<uuid:group_id>/ideer/", life.suggest, name="group_suggest"),
    path("grupper/<uuid:group_id>/ideer/svar/", life.settle, name="group_settle"),
    path("grupper/<uuid:group_id>/pause/", life.pause, name="group_pause"),
    path("grupper/<uuid:group_id>/selv/", life.stands_alone, name="group_stands_alone"),
    path("grupper/<uuid:group_id>/del/", life.part, name="group_part"),
    path("grupper/<uuid:group_id>/slut/", life.end, name="group_end"),
    path("grupper/<uuid:group_id>/svaert/", life.trouble, name="group_trouble"),
    path("grupper/<uuid:group_id>/svaert/hjulpet/", life.trouble_handled, name="trouble_handled"),
    path("grupper/<uuid:group_id>/moedegange/", views.plan_sessions, name="plan_sessions"),
    path("grupper/<uuid:group_id>/ark/", views.sheet, name="group_sheet"),
    path("grupper/<uuid:group_id>/program/", printing.month, name="group_month"),
    path("moedegange/<uuid:session_id>/", sessions.register, name="session"),
    path("moedegange/<uuid:session_id>/plan/", meeting.meeting, name="meeting"),
    path("moedegange/<uuid:session_id>/ret/", meeting.edit_meeting, name="edit_meeting"),
    path("moedegange/<uuid:session_id>/aendr/", meeting.alter, name="alter_meeting"),
    path("moedegange/<uuid:session_id>/besked/", meeting.told, name="session_told"),
    path("moedegange/<uuid:session_id>/tjanser/", meeting.duties, name="session_duties"),
    path("moedegange/<uuid:session_id>/hjaelp/", meeting.need_help, name="session_help"),
    path("moedegange/<uuid:session_id>/vaerter/", meeting.staffing, name="session_staffing"),
    path("moedegange/<uuid:session_id>/ansigter/", meeting.faces, name="session_faces"),
    path("moedegange/<uuid:session_id>/spoerg/", orders.ask, name="ask_for"),
    path("bestillinger/<uuid:order_id>/svar/", orders.answered, name="order_answered"),
    path("moedegange/<uuid:session_id>/borde/", meeting.tables, name="session_tables"),
    path("moedegange/<uuid:session_id>/alle-grupper/", meeting.invite_all, name="invite_all"),
    path("moedegange/<uuid:session_id>/til-telefonen/", sessions.to_my_phone, name="session_to_phone"),
    path("moedegange/<uuid:session_id>/tilsagn/", sessions.promises, name="session_promises"),
    path("moedegange/<uuid:session_id>/koersel/", rides.rides, name="rides"),
    path("moedegange/<uuid:session_id>/ark/", printing.session_sheet, name="session_sheet"),
]
