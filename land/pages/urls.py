"""Addresses of the import desk."""

from django.urls import path

from land.pages import imports

urlpatterns = [
    path("", imports.desk, name="imports"),
    path("<uuid:pk>/", imports.show, name="import"),
    path("<uuid:pk>/check/", imports.check, name="import-check"),
    path("<uuid:pk>/commit/", imports.commit, name="import-commit"),
    path("<uuid:pk>/changes/", imports.changes, name="import-changes"),
    path("<uuid:pk>/changes.csv", imports.changes_table, name="import-changes-table"),
    path("<uuid:pk>/abandon/", imports.abandon, name="import-abandon"),
    path("<uuid:pk>/resume/", imports.resume, name="import-resume"),
    path("<uuid:pk>/profile/", imports.save_profile, name="import-profile"),
    path("<uuid:pk>/refused.<str:kind>", imports.refused, name="import-refused"),
    path("profiles/<uuid:pk>/drop/", imports.drop_profile, name="import-profile-drop"),
]
