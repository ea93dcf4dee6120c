"""What was mended is kept, within bounds, and holds up nobody."""

from datetime import UTC, datetime, timedelta

from phoenix.app.supervisor.journal import KEPT, Journal, Mended

THEN = datetime(2026, 3, 14, 12, tzinfo=UTC)


def mended(number: int) -> Mended:
    return Mended(THEN + timedelta(minutes=number), "stuck jobs", number, "job 7")


async def test_what_is_noted_is_read(tmp_path) -> None:
    """In the order of its noting."""
    journal = Journal(tmp_path / "mended.jsonl")
    await journal.note(mended(1))
    await journal.note(mended(2))
    assert journal.read() == (mended(1), mended(2))


async def test_nothing_was_mended_where_there_is_no_file(tmp_path) -> None:
    """No file, no lines."""
    assert Journal(tmp_path / "mended.jsonl").read() == ()


async def test_only_the_newest_are_kept(tmp_path) -> None:
    """The file does not grow for ever."""
    journal = Journal(tmp_path / "mended.jsonl")
    for number in range(2 * KEPT + 5):
        await journal.note(mended(number))
    kept = journal.read()
    assert KEPT <= len(kept) < 2 * KEPT
    assert kept[-1] == mended(2 * KEPT + 4)


async def test_lines_that_cannot_be_read_are_left_out(tmp_path) -> None:
    """A line cut short costs no other."""
    path = tmp_path / "mended.jsonl"
    journal = Journal(path)
    await journal.note(mended(1))
    with path.open("a") as file:
        file.write('{"at": 3}\n[]\n"x"\n{"at": "2026-03')
    assert journal.read() == (mended(1),)


async def test_a_file_that_cannot_be_written_holds_up_nobody(tmp_path) -> None:
    """It is warned of."""
    (tmp_path / "file").write_text("")
    journal = Journal(tmp_path / "file" / "mended.jsonl")
    await journal.note(mended(1))
    assert journal.read() == ()
