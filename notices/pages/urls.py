"""Addresses that messages lead to, and the one that Zalo tells its events to."""

from django.urls import path

from notices.pages import events, views

app_name = "notices"

urlpatterns = [
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("mine/", views.mine_signed_in, name="mine-signed-in"),
    path("mine/<str:token>/", views.mine, name="mine"),
    path("zalo/events", events.zalo, name="zalo-events"),
]
