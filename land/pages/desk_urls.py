"""Addresses of the desks."""

from django.urls import path

from land.pages import borders, lease_acts, lease_mend, leases, reference_desk, reference_uploads

urlpatterns = [
    path("borders/", borders.show, name="borders"),
    path("leases/", leases.show_list, name="leases"),
    path("leases/rent/", leases.show_rent, name="lease-rent"),
    path("leases/new/", lease_acts.draft, name="lease-draft"),
    path("leases/<uuid:pk>/", leases.show, name="lease"),
    path("leases/<uuid:pk>/sign/", lease_acts.sign, name="lease-sign"),
    path("leases/<uuid:pk>/renew/", lease_acts.renew, name="lease-renew"),
    path("leases/<uuid:pk>/amend/", lease_mend.amend, name="lease-amend"),
    path("leases/<uuid:pk>/part/", lease_mend.part, name="lease-part"),
    path("leases/<uuid:pk>/end/", lease_acts.end, name="lease-end"),
    path("leases/<uuid:pk>/rent/<int:rent>/", lease_acts.pay, name="lease-pay"),
    path("leases/<uuid:pk>/rent/<int:rent>/correct/", lease_acts.correct, name="lease-correct"),
    path("leases/<uuid:pk>/lessee/", lease_acts.lessee, name="lease-lessee"),
    path("reference/", reference_desk.show_list, name="references"),
    path("reference/new/", reference_uploads.new, name="reference-new"),
    path("reference/<uuid:pk>/withdraw/", reference_desk.withdraw, name="reference-withdraw"),
    path("reference/uploads/<uuid:pk>/", reference_uploads.show, name="reference-upload"),
    path("reference/uploads/<uuid:pk>/check/", reference_uploads.check, name="reference-check"),
    path("reference/uploads/<uuid:pk>/commit/", reference_uploads.commit, name="reference-commit"),
    path("reference/uploads/<uuid:pk>/abandon/", reference_uploads.abandon, name="reference-abandon"),
    path("reference/uploads/<uuid:pk>/resume/", reference_uploads.resume, name="reference-resume"),
    path("reference/uploads/<uuid:pk>/profile/", reference_uploads.save_profile, name="reference-profile"),
    path("reference/profiles/<uuid:pk>/drop/", reference_uploads.drop_profile, name="reference-profile-drop"),
    path("reference/uploads/<uuid:pk>/refused.<str:kind>", reference_uploads.refused, name="reference-refused"),
]
