"""Entries as the bytes of a file.

One line of text says what the file is, the version of its layout, and the SHA-256 of all that
follows; then come the entries, last used last, each as the lengths of its key and its body, the
time at which it was fetched, the key (UTF-8) and the body. Nothing is believed before the digest
has been found right.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from phoenix.domain.errors import PhoenixError
from phoenix.sources.cache.entry import Entry, moment
from phoenix.sources.cache.memory import Item

NAME = b"phoenix-cache"
VERSION = b"1"
LONGEST_HEAD = 200
PORTION = 1024 * 1024
RECORD = struct.Struct(">IIq")  # bytes of the key, bytes of the body, microseconds of Unix time


class Unreadable(PhoenixError):
    """A file that is no cache which this version can use. Caught where it is set aside."""


def write_records(file: BinaryIO, items: Iterable[Item]) -> None:
    """Write a whole file, from its start; it must be able to seek."""
    file.write(_head("0" * 64))
    digest = hashlib.sha256()
    for item in items:
        for part in _packed(item):
            digest.update(part)
            file.write(part)
    file.seek(0)
    file.write(_head(digest.hexdigest()))


def read_records(file: BinaryIO) -> list[Item]:
    """Read a whole file.

    Raises:
        Unreadable: it is none of ours, of another version, cut short, or changed.
    """
    told = _digest(file.readline(LONGEST_HEAD))
    start = file.tell()
    digest = hashlib.sha256()
    while portion := file.read(PORTION):
        digest.update(portion)
    if digest.hexdigest() != told:
        raise Unreadable("its digest does not fit: it was cut short or changed")
    file.seek(start)
    try:
        return list(_unpacked(file))
    except (struct.error, ValueError, OverflowError) as error:
        raise Unreadable(f"its digest fits, but its records do not: {error}") from None


def _head(digest: str) -> bytes:
    return b" ".join((NAME, VERSION, digest.encode())) + b"\n"


def _digest(head: bytes) -> str:
    """The digest that the first line tells."""
    if not head:
        raise Unreadable("it is empty")
    parts = head.removesuffix(b"\n").split(b" ")
    if len(parts) != 3 or parts[0] != NAME or not head.endswith(b"\n"):
        raise Unreadable("it does not begin as a cache does")
    if parts[1] != VERSION:
        raise Unreadable(f"its layout is version {parts[1]!r}, and only {VERSION!r} can be read")
    return parts[2].decode("ascii", "replace")


def _packed(item: Item) -> tuple[bytes, bytes, bytes]:
    key, entry = item[0].encode(), item[1]
    return RECORD.pack(len(key), len(entry.body), entry.ticks), key, entry.body


def _unpacked(file: BinaryIO) -> Iterator[Item]:
    while head := file.read(RECORD.size):
        key, body, ticks = RECORD.unpack(head)
        yield file.read(key).decode(), Entry(file.read(body), moment(ticks))
