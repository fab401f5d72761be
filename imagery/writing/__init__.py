"""Pixels out: aligned cloud-optimised GeoTIFFs, quality masks, statistics, footprints."""
