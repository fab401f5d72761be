"""Cloud-free pictures of a year, made of the scenes of a series (docs/adr/0030).

`median`, `blocks` and `cube` know no Django: the workers of a Dask cluster import them.
"""
