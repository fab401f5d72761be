"""Reads Mapbox vector tiles: enough protobuf to see what a tile holds."""

import gzip
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Feature:
    """One feature: tile coordinates of its first point, and its properties."""

    id: int | None
    kind: int
    first: tuple[int, int]
    properties: dict[str, Any] = field(default_factory=dict)


def read(content: bytes) -> dict[str, list[Feature]]:
    """Layer name -> features; gzipped or not."""
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return dict(_layer(value) for number, value in _fields(content) if number == 3)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = _varint(data, at)
            yield number, value
            continue
        if kind == 2:
            size, at = _varint(data, at)
        else:
            size = {1: 8, 5: 4}[kind]
        yield number, data[at : at + size]
        at += size


def _packed(data: bytes) -> list[int]:
    values, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        values.append(value)
    return values


def _zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _value(data: bytes) -> Any:
    number, value = next(_fields(data))
    if number == 1:
        return value.decode()
    if number in (2, 3):
        return struct.unpack("<f" if number == 2 else "<d", value)[0]
    if number == 6:
        return _zigzag(value)
    return bool(value) if number == 7 else value


def _layer(data: bytes) -> tuple[str, list[Feature]]:
    name, keys, values, raw = "", [], [], []
    for number, value in _fields(data):
        if number == 1:
            name = value.decode()
        elif number == 2:
            raw.append(value)
        elif number == 3:
            keys.append(value.decode())
        elif number == 4:
            values.append(_value(value))
    return name, [_feature(one, keys, values) for one in raw]


def _feature(data: bytes, keys: list[str], values: list[Any]) -> Feature:
    parts = dict(_fields(data))
    tags = _packed(parts.get(2, b""))
    geometry = _packed(parts[4])
    first = (_zigzag(geometry[1]), _zigzag(geometry[2]))
    named = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2], strict=True)}
    return Feature(parts.get(1), parts[3], first, named)
