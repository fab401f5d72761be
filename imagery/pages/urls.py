"""Addresses of the catalogue's pages, under /scenes/."""

from django.urls import path

from imagery.pages import loads, scenes

urlpatterns = [
    path("", scenes.show_list, name="scenes"),
    path("loads/", loads.desk, name="scene-loads"),
    path("loads/<uuid:pk>/", loads.show, name="scene-load"),
    path("loads/<uuid:pk>/retry/", loads.retry, name="scene-load-retry"),
    path("loads/<uuid:pk>/abandon/", loads.abandon, name="scene-load-abandon"),
    path("loads/<uuid:pk>/resume/", loads.resume, name="scene-load-resume"),
    path("<uuid:pk>/", scenes.show, name="scene"),
    path("<uuid:pk>/publish/", scenes.publish, name="scene-publish"),
    path("<uuid:pk>/withdraw/", scenes.withdraw, name="scene-withdraw"),
]
