"""Addresses of auctions, under /auctions/."""

from django.urls import path

from auctions.pages import log, notice

urlpatterns = [
    path("log/", log.show, name="auction-log"),
    path("log/chains.jsonl", log.chains, name="auction-log-chains"),
    path("log/seals.json", log.seals, name="auction-log-seals"),
    path("log/keys.json", log.keys, name="auction-log-keys"),
    path("log/verify.py", log.verifier, name="auction-log-verifier"),
    path("log/<str:code>.jsonl", log.entries, name="auction-log-chain"),
    path("<str:code>/notice.json", notice.show, name="auction-notice"),
]
