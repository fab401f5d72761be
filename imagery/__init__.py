"""Satellite scenes and orthophotos: files in, tiles, catalogue, and what each plot shows over time."""
