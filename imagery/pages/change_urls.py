"""Addresses of the review of changes, under /changes/."""

from django.urls import path

from imagery.pages import changes

urlpatterns = [
    path("", changes.show_list, name="changes"),
    path("<uuid:pk>/", changes.show, name="change"),
    path("<uuid:pk>/take-up/", changes.take_up, name="change-take-up"),
    path("<uuid:pk>/put-back/", changes.put_back, name="change-put-back"),
    path("<uuid:pk>/confirm/", changes.confirm, name="change-confirm"),
    path("<uuid:pk>/dismiss/", changes.dismiss, name="change-dismiss"),
    path("<uuid:pk>/<uuid:scene>.webp", changes.show_picture, name="change-picture"),
]
