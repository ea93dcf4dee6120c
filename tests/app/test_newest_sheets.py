"""The newest sheets come from the store, each read once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from a_day import NOW, TEXTS, a_sheet, a_tendency
from sqlalchemy import update
from telling import PROVIDER, TeamRef, coming, told

from phoenix.app.newest_sheets import NewestSheets
from phoenix.app.sheets import keep
from phoenix.store.chat_tables import sheet as table
from phoenix.store.deliveries import deliver
from phoenix.store.store import Store


@pytest.fixture(params=["made_sqlite_url", "made_postgres_url"])
def url(request):
    """The same test on both engines."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def store(url):
    """Opened, with three matches."""
    store = Store(url)
    await store.open()
    sides = [(TeamRef(f"{n}", f"T{n}"), TeamRef(f"{n + 9}", f"T{n + 9}")) for n in range(3)]
    matches = [coming(id=f"{n}", home=h, away=a) for n, (h, a) in enumerate(sides)]
    await deliver(store, PROVIDER, told(*matches))
    yield store
    await store.close()


async def kept(store, *sheets):
    """Put sheets into the store; their numbers."""

    async def work(connection):
        return [await keep(connection, sheet) for sheet in sheets]

    return await store.write(work)


async def test_the_newest_sheet_of_each_match_counts(store):
    """The one that was made last, whichever was first said."""
    early, late = a_sheet(1, a_tendency()), a_sheet(1, made=NOW)
    other = a_sheet(2)
    first, second, third = await kept(store, early, late, other)
    assert first < second
    found = await NewestSheets(store).of([1, 2, 3])
    assert {number: sheet.id for number, sheet in found.items()} == {1: second, 2: third}
    await kept(store, replace(early, made=NOW + timedelta(hours=1)))
    again = (await NewestSheets(store).of([1]))[1]
    assert (again.id, again.made) == (first, NOW + timedelta(hours=1))


async def test_a_tendency_keeps_its_numbers_and_words(store):
    """Only what a whole dossier shows besides is left out."""
    tendency = a_tendency(price=1.85)
    await kept(store, a_sheet(1, tendency))
    [read] = (await NewestSheets(store).of([1]))[1].tendencies
    assert (read.key, read.probability, read.offer) == (tendency.key, 0.7, tendency.offer)
    assert {language: said.tendency for language, said in read.words.items()} == TEXTS


async def test_a_sheet_is_read_from_json_once(store):
    """It never changes: another content is another sheet. When it was made is read anew."""
    await kept(store, a_sheet(1, a_tendency()))
    sheets = NewestSheets(store)
    first = (await sheets.of([1]))[1]

    async def changed(connection):
        await connection.execute(update(table).values(body="{}", made=NOW))

    await store.write(changed)
    assert await sheets.of([1]) == {1: replace(first, made=NOW)}


@pytest.mark.parametrize("body", ["{}", "none", '{"fixture": 1, "code": []}'])
async def test_a_sheet_of_another_version_is_none(store, body):
    """Its match counts as one without a sheet, and gets a new one."""
    await kept(store, a_sheet(1), a_sheet(2))

    async def changed(connection):
        await connection.execute(update(table).where(table.c.fixture_id == 1).values(body=body))

    await store.write(changed)
    assert list(await NewestSheets(store).of([1, 2])) == [2]


async def test_of_no_match_there_is_nothing(store):
    """And nothing is asked."""
    assert await NewestSheets(store).of([]) == {}


async def test_more_matches_than_one_question_holds(store):
    """They are asked for in portions."""
    await kept(store, a_sheet(1), a_sheet(3))
    assert list(await NewestSheets(store).of(range(1, 1600))) == [1, 3]
