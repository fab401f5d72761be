"""Types of arrays, and whole-number hashes that give every cell of a pattern its own character."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int32]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Flags: TypeAlias = npt.NDArray[np.bool_]
Words: TypeAlias = npt.NDArray[np.uint32]

_STEPS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)


def scramble(*parts: Any) -> Words:
    """A word of 32 mixed bits for each combination of whole numbers (arrays of one shape, or numbers)."""
    word: Any = np.uint32(0x2545F491)
    for part, step in zip(parts, _STEPS, strict=False):
        number = np.asarray(part).astype(np.int64).astype(np.uint32)
        word = (word ^ (number * np.uint32(step))) * np.uint32(0x2C1B3C6D)
        word = word ^ (word >> np.uint32(15))
    word = word * np.uint32(0x297A2D39)
    mixed: Words = word ^ (word >> np.uint32(13))
    return mixed


def share(word: Words, shift: int = 0) -> Floats:
    """Numbers from 0 up to 1 out of 16 bits of hashed words."""
    bits: Floats = ((word >> np.uint32(shift)) & np.uint32(0xFFFF)).astype(np.float32) / np.float32(65536.0)
    return bits


def wave(x: Any) -> Any:
    """A sine-like wave of period 1 made of parabolas: sines differ between processors in the last bit."""
    f = x - np.floor(x) - 0.5
    return 16 * f * (0.5 - np.abs(f))


def smoothstep(x: Any, low: Any, high: Any) -> Any:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)
