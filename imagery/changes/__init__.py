"""Lasting changes on plots, found in a series of pictures (docs/adr/0031-changes.md).

The way of a window: `stack` holds its pictures; `context` takes off what a day did to all ground alike, `seasons` what
every year does to a pixel; `breaks` looks for the day from which a pixel stays another; `linking` joins pixels to
objects; `objects` measures each as a whole; `features`, `confidence` and `kinds` judge it; `places` says on which plot
it lies and which plots are too small; `detecting` runs all of it. `reading` fetches windows from the store. Only
`reading` knows the database.
"""
