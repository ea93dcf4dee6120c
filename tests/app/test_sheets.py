"""Sheets as the faces read them."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_samples import MADE, sheet
from sqlalchemy import update

from phoenix.analysis.tendencies import Candidate, rank
from phoenix.app import sheets
from phoenix.app.sheets import Played, Sheet, SheetTendency, chosen, evidence
from phoenix.domain.markets import standard_readings
from phoenix.domain.quantities import Quantity
from phoenix.store import chat_tables as tables
from phoenix.store.store import Store

READINGS = [r for q in (Quantity.GOALS, Quantity.CORNERS) for r in standard_readings(q)]
SHARES = st.floats(0.01, 0.99)


def told(candidate):
    """A candidate as a sheet has it."""
    reading = candidate.reading
    return SheetTendency(
        reading.key, str(reading.quantity), str(reading.kind), reading.selection, reading.line,
        reading.family, candidate.probability, candidate.base_rate, candidate.confidence,
        calibrated=False, information=candidate.information, marks=("", ""), words={},
    )  # fmt: skip


@settings(deadline=None)  # the first example makes the sheet
@given(
    st.lists(st.builds(Candidate, st.sampled_from(READINGS), SHARES, SHARES), max_size=30),
    st.floats(0.0, 10.0),
    st.integers(0, 10),
)
def test_choosing_is_ranking(found, least, most):
    """The bot chooses as the analysis does, whatever there is and whatever is asked for."""
    news = [one for one in found if one.is_news]
    news.sort(key=lambda one: (-one.information, one.reading.key))
    held = replace(sheet(), tendencies=tuple(told(one) for one in news))
    main, others = rank(found, least, most)
    expected = (main and told(main), tuple(told(one) for one in others))
    assert chosen(held, least, most) == expected


def test_a_sheet_is_read_as_it_was_written():
    """To the last digit: what is chosen of it depends on them."""
    made = replace(sheet(), id=7)
    assert Sheet.from_json(made.to_json(), made.made, 7) == made


def test_the_same_content_is_the_same_text_whenever_it_was_made():
    """When it was made stands beside it."""
    later = replace(sheet(), made=MADE + timedelta(days=1), id=5)
    assert later.to_json() == sheet().to_json()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"fixture": "none"}'])
def test_what_another_version_wrote_is_refused(body):
    """It is never read half."""
    with pytest.raises(ValueError, match="valid"):
        Sheet.from_json(body, MADE)


def test_evidence_is_put_together_row_by_row():
    """Each match with the count and the mark of the tendency."""
    one = sheet().tendencies[0]
    home, away = evidence(sheet(), one, "en")
    assert "".join(row.mark for row in home.rows) == one.marks[0]
    assert tuple(row.count for row in away.rows) == one.words["en"].away.counts
    assert home.title == sheet().spoken["en"].recent[0].title


@pytest.mark.parametrize(("scored", "conceded", "letter"), [(2, 1, "W"), (0, 0, "D"), (1, 4, "L")])
def test_a_result_is_won_drawn_or_lost(scored, conceded, letter):
    """As the side itself saw it."""
    played = Played(date(2025, 1, 1), "B", at_home=True, scored=scored, conceded=conceded)
    assert played.result == letter


def test_faces_read_sheets_without_numpy():
    """A bot's process computes nothing."""
    code = "import sys, phoenix.app.sheets; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture(params=["made_sqlite_url", "made_postgres_url"])
def url(request):
    """A database of each kind."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def store(url):
    """With all its tables."""
    opened = Store(url)
    await opened.open()
    yield opened
    await opened.close()


async def test_the_same_said_again_is_the_same_row(store):
    """Only when it was made last changes."""
    first = await store.write(lambda c: sheets.keep(c, sheet()))
    later = MADE + timedelta(hours=1)
    again = await store.write(lambda c: sheets.keep(c, replace(sheet(), made=later)))
    other = await store.write(lambda c: sheets.keep(c, replace(sheet(), fingerprint="other")))
    assert first == again != other
    read = await store.read(lambda c: sheets.read(c, first))
    assert read == replace(sheet(), made=later, id=first)


async def test_a_sheet_that_is_gone_or_foreign_is_none(store):
    """Whoever asks says so kindly."""
    number = await store.write(lambda c: sheets.keep(c, sheet()))
    await store.write(lambda c: c.execute(update(tables.sheet).values(body="{}")))
    assert await store.read(lambda c: sheets.read(c, number)) is None
    assert await store.read(lambda c: sheets.read(c, number + 1)) is None
    assert await store.read(lambda c: sheets.newest(c, 1)) is None


async def test_old_sheets_are_forgotten(store):
    """By when they were made last."""
    number = await store.write(lambda c: sheets.keep(c, sheet()))
    assert await store.write(lambda c: sheets.prune(c, MADE)) == 0
    after = datetime(2026, 1, 1, tzinfo=UTC)
    assert await store.write(lambda c: sheets.prune(c, after)) == 1
    assert await store.read(lambda c: sheets.read(c, number)) is None
