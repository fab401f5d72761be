"""Addresses of the desks."""

from django.urls import path

from land.pages import lease_acts, leases

urlpatterns = [
    path("leases/", leases.show_list, name="leases"),
    path("leases/rent/", leases.show_rent, name="lease-rent"),
    path("leases/new/", lease_acts.draft, name="lease-draft"),
    path("leases/<uuid:pk>/", leases.show, name="lease"),
    path("leases/<uuid:pk>/sign/", lease_acts.sign, name="lease-sign"),
    path("leases/<uuid:pk>/renew/", lease_acts.renew, name="lease-renew"),
    path("leases/<uuid:pk>/end/", lease_acts.end, name="lease-end"),
    path("leases/<uuid:pk>/rent/<int:rent>/", lease_acts.pay, name="lease-pay"),
    path("leases/<uuid:pk>/lessee/", lease_acts.lessee, name="lease-lessee"),
]
