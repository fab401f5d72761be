"""Invented register that looks real: same bytes on every run, no person, no true plot. Needs no database."""
