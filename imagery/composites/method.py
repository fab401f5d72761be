"""What decides the pixels of a composite, beside its scenes."""

from typing import Final

METHOD: Final = "geometric-median-1"  # raise when the same scenes give other pixels: the years are then made anew
# Weiszfeld's steps end when one is shorter than this (reflectance, a hundredth of a stored step), or after so many.
# Where observations fall into two groups of one size the way is nearly flat: 1,000 steps ended up to 0.03 off.
TOLERANCE: Final = 1e-6
ITERATIONS: Final = 10_000
SCALE: Final = 0.0001  # of a stored value
