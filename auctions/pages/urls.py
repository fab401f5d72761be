"""Addresses of the desk of auctions, of its documents and of the public log, under /auctions/."""

from django.urls import path

from auctions.pages import acts, desk, drawing, log, lot, notice, papers, prints, sessions

urlpatterns = [
    path("desk/", desk.show, name="auction-desk"),
    path("desk/sessions/", sessions.show_list, name="auction-sessions"),
    path("desk/sessions/new/", sessions.new, name="auction-session-new"),
    path("desk/sessions/<str:code>/", sessions.show, name="auction-session"),
    path("desk/sessions/<str:code>/edit/", sessions.edit, name="auction-session-edit"),
    path("desk/sessions/<str:code>/lots/", sessions.put, name="auction-session-lots"),
    path("desk/sessions/<str:code>/post/", sessions.post, name="auction-session-post"),
    path("desk/sessions/<str:code>/paper/", sessions.paper, name="auction-session-paper"),
    path("desk/lots/new/", drawing.new, name="auction-lots-new"),
    path("desk/lots/<str:code>/", lot.show, name="auction-lot"),
    path("desk/lots/<str:code>/<slug:name>/", acts.act, name="auction-act"),
    path("desk/documents/<uuid:pk>/withdraw/", papers.withdraw, name="auction-document-withdraw"),
    path("desk/lots/<str:code>/minutes/pdf/", prints.lot_minutes, name="auction-minutes"),
    path("<str:code>/print/<slug:name>/", prints.session, name="auction-print"),
    path("documents/<uuid:pk>/", papers.send, name="auction-document"),
    path("log/", log.show, name="auction-log"),
    path("log/chains.jsonl", log.chains, name="auction-log-chains"),
    path("log/seals.json", log.seals, name="auction-log-seals"),
    path("log/keys.json", log.keys, name="auction-log-keys"),
    path("log/verify.py", log.verifier, name="auction-log-verifier"),
    path("log/<str:code>.jsonl", log.entries, name="auction-log-chain"),
    path("<str:code>/notice.json", notice.show, name="auction-notice"),
]
