"""Addresses of the desk of questions."""

from django.urls import path

from auctions.pages import questions

urlpatterns = [
    path("", questions.show_list, name="auction-questions"),
    path("<uuid:pk>/", questions.show, name="auction-question"),
]
