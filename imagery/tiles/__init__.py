"""Raster tiles: named ways of drawing, reading, encoding, serving."""
