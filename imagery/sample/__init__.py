"""Invented satellite scenes that look real: same bytes on every run, no observation. Needs no Django and no database.

From plots and land (`inputs`; `register` has them from the sample) `zones` and `ground` draw an area in pixels of 2 m,
with the painters of `landscape`. `events` and `decoys` plant what happens on it (`truth`). `palette` knows what each
cover reflects on a day, `mixing` makes pixels of 10 m of it, `weather`, `sensor` and `mask` make a scene (`scenes`);
`series` holds it together and `files` writes it down.
"""
