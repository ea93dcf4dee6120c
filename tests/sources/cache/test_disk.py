"""The file: it comes back as it was written, or is set aside."""

import hashlib
import logging
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.sources.cache import disk
from phoenix.sources.cache.entry import Entry
from phoenix.sources.cache.records import RECORD, Unreadable, read_records, write_records

THEN = datetime(2026, 1, 4, 18, 30, tzinfo=UTC)
TIMES = st.datetimes(timezones=st.just(UTC))
ITEMS = st.lists(st.tuples(st.text(), st.builds(Entry, st.binary(), TIMES)))
SOME = [
    ("a?b=c", Entry(b"{}", THEN)),
    ("ação", Entry(bytes(range(256)), THEN)),
    ("", Entry(b"", THEN)),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Of a file that does not exist yet, in a folder that does not either."""
    return tmp_path / "folder" / "cache.bin"


def written(items: list[tuple[str, Entry]]) -> bytes:
    file = BytesIO()
    write_records(file, items)
    return file.getvalue()


@given(ITEMS)
def test_what_is_written_is_read(items):
    """Keys, bodies and times come back exactly, in the same order."""
    assert read_records(BytesIO(written(items))) == items


def test_real_bodies_come_back_as_they_came(path, real_files):
    """What the provider sends is not changed by a letter."""
    bodies = sorted((real_files.parent / "api-football").glob("*.json"))
    items = [(one.stem, Entry(one.read_bytes(), THEN)) for one in bodies]
    disk.save(path, items)
    assert len(items) > 30
    assert disk.load(path) == items


@given(ITEMS, st.data())
@settings(max_examples=300)
def test_a_changed_byte_is_noticed(items, data):
    """Whatever single byte differs, nothing is believed."""
    whole = bytearray(written(items))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unreadable):
        read_records(BytesIO(bytes(whole)))


def test_every_place_of_a_file_is_guarded():
    """Not even another kind of space in the first line passes."""
    whole = written(SOME)
    for place in range(len(whole)):
        for other in b" \t\n\x0b\x00":
            changed = whole[:place] + bytes([other]) + whole[place + 1 :]
            if changed != whole:
                with pytest.raises(Unreadable):
                    read_records(BytesIO(changed))


def test_a_file_cut_short_anywhere_is_noticed():
    """Wherever it ends too early, nothing is believed."""
    whole = written(SOME)
    for length in range(len(whole)):
        with pytest.raises(Unreadable):
            read_records(BytesIO(whole[:length]))


@given(st.binary(max_size=300))
def test_any_other_file_is_refused(content):
    """Bytes that are no cache do no harm."""
    with pytest.raises(Unreadable):
        read_records(BytesIO(content))


@pytest.mark.parametrize(
    "records",
    [b"x", RECORD.pack(1, 0, 0) + b"\xff", RECORD.pack(0, 0, 2**62), RECORD.pack(0, 0, -(2**62))],
)
def test_records_that_make_no_sense_are_refused(records):
    """A digest that fits does not make records of other bytes."""
    digest = hashlib.sha256(records).hexdigest().encode()
    with pytest.raises(Unreadable, match="digest fits"):
        read_records(BytesIO(b"phoenix-cache 1 " + digest + b"\n" + records))


BROKEN = [
    ("empty", b"", "it is empty"),
    ("cut short", written(SOME)[:-1], "cut short or changed"),
    ("longer", written(SOME) + b"x", "cut short or changed"),
    ("of another version", written(SOME).replace(b"cache 1", b"cache 2", 1), "version b'2'"),
    ("of another format", b'{"fixtures": {}}', "does not begin as a cache does"),
    ("of zeros", bytes(5000), "does not begin as a cache does"),
]


@pytest.mark.parametrize(("_kind", "content", "reason"), BROKEN, ids=[one[0] for one in BROKEN])
def test_a_broken_file_is_set_aside(path, caplog, _kind, content, reason):
    """It is kept under another name, the reason is told, and the next save works."""
    path.parent.mkdir()
    path.write_bytes(content)
    assert disk.load(path) == []
    assert path.with_name("cache.bin.broken-1").read_bytes() == content
    (told,) = caplog.records
    assert (told.levelno, reason in told.getMessage()) == (logging.WARNING, True)
    disk.save(path, SOME)
    assert disk.load(path) == SOME


def test_a_folder_in_the_place_of_the_file_is_set_aside(path, caplog):
    """Whatever is there, the cache starts and can be saved."""
    path.mkdir(parents=True)
    assert disk.load(path) == []
    disk.save(path, SOME)
    assert disk.load(path) == SOME
    assert "set aside" in caplog.text


def test_three_broken_files_are_kept(path):
    """The newest three; what is set aside does not fill the disk."""
    path.parent.mkdir()
    for n in range(12):
        path.write_text(str(n))
        disk.load(path)
    kept = {one.name: one.read_text() for one in path.parent.iterdir()}
    assert kept == {f"cache.bin.broken-{n + 1}": str(n) for n in (9, 10, 11)}


def test_a_file_that_cannot_be_set_aside_stops_nothing(tmp_path, caplog):
    """A disk that refuses the new name is told of, and the cache begins empty."""
    path = tmp_path / ("x" * 250)  # a name may have 255 letters
    path.write_bytes(b"broken")
    assert disk.load(path) == []
    assert "neither be used nor set aside" in caplog.text


def test_leftovers_of_the_killed_are_removed(path):
    """Temporary files whose writer is gone go; files of other names stay."""
    disk.save(path, SOME)
    gone, stays = path.with_name(".cache.bin.x1.tmp"), path.with_name(".other.bin.x1.tmp")
    gone.touch()
    stays.touch()
    assert disk.load(path) == SOME
    assert (gone.exists(), stays.exists()) == (False, True)


def test_the_file_of_a_living_writer_is_not_removed(path):
    """A start in the middle of another process's save does not spoil that save."""

    def items():
        yield SOME[0]
        assert disk.load(path) == []
        yield from SOME[1:]

    disk.save(path, items())
    assert disk.load(path) == SOME


@pytest.fixture
def full_disk():
    """No file may grow beyond 100 kB."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_old_file(path, full_disk):
    """A save that finds no room raises, and leaves what was there and nothing else."""
    disk.save(path, SOME)
    with pytest.raises(OSError, match="too large"):
        disk.save(path, [("big", Entry(bytes(200_000), THEN))])
    assert list(path.parent.iterdir()) == [path]
    assert disk.load(path) == SOME


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_any_time_is_kept_to_the_microsecond(year):
    """From the first day of the calendar to the last."""
    items = [("q", Entry(b"", datetime(year, 12, 31, 23, 59, 59, 999_999, UTC)))]
    assert read_records(BytesIO(written(items))) == items
