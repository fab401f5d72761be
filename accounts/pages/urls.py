"""Addresses of the account pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.pages import views

urlpatterns = [
    path("", views.account, name="account"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("password/", views.ChangePassword.as_view(), name="change-password"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke-token"),
]
