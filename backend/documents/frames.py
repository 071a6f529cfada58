"""Byte strings through a pipe: a count, then each with its length, in eight bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

NUMBER = struct.Struct(">Q")
MOST = 512 * 1024 * 1024


class BrokenPipeFrame(EOFError):
    """The other side went away in the middle of a frame."""


def write_frames(stream: BinaryIO, *parts: bytes) -> None:
    """Write `parts` as one message."""
    stream.write(NUMBER.pack(len(parts)))
    for part in parts:
        stream.write(NUMBER.pack(len(part)))
        stream.write(part)
    stream.flush()


def read_frames(stream: BinaryIO) -> list[bytes] | None:
    """Return the parts of the next message, None at the end, or raise BrokenPipeFrame."""
    first = stream.read(NUMBER.size)
    if not first:
        return None
    return [_exactly(stream, _number(stream)) for _ in range(_whole(first))]


def _number(stream: BinaryIO) -> int:
    return _whole(_exactly(stream, NUMBER.size))


def _whole(packed: bytes) -> int:
    if len(packed) != NUMBER.size:
        raise BrokenPipeFrame
    number: int = NUMBER.unpack(packed)[0]
    if number > MOST:
        raise BrokenPipeFrame
    return number


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise BrokenPipeFrame
    return data
