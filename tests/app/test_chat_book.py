"""What is written of a chat, told and forgotten."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, insert, select

from phoenix.app import chat_book
from phoenix.app.chat_book import Choice
from phoenix.app.chat_tables import broadcast, chat, chat_state, command_bucket, complaint, outbox
from phoenix.store.chat_tables import sheet
from phoenix.store.store import Store
from phoenix.store.tables import metadata

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
ANA, BIA = 7, 70  # no number is the beginning of another's subscription
job, job_subscriber = metadata.tables["job"], metadata.tables["job_subscriber"]
competition, team = metadata.tables["competition"], metadata.tables["team"]
fixture = metadata.tables["fixture"]


@pytest.fixture(params=["made_sqlite_url", "made_postgres_url"])
def database_url(request):
    """An empty database of each kind."""
    return request.getfixturevalue(request.param)


@pytest.fixture
async def store(database_url):
    """A store with all its tables."""
    opened = Store(database_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def chats(store):
    """A store with two chats, and something of everything of both."""
    async with store.writing() as connection:
        made = {"digest": "d", "fingerprint": "f", "made": NOW, "body": "{}"}
        await connection.execute(insert(sheet), {"id": 1, **made})
        for number in (ANA, BIA):
            await _fill(connection, number)
    return store


async def _fill(connection, number):
    usual = {"kind": "private", "language": "pt-BR", "picture": True, "created": NOW}
    await connection.execute(insert(chat), {"id": number, **usual})
    await chat_book.choose(connection, number, Choice("team", "9", label="Grêmio"))
    letter = {"act": "send", "body": "{}", "rank": 0, "silent": False, "purpose": "", "tries": 0}
    await connection.execute(insert(outbox), {"chat": number, "written": NOW, **letter})
    await connection.execute(insert(chat_state), {"chat_id": number, "body": "{}", "made": NOW})
    bucket = {"user_id": number, "tokens": 3.0, "at": NOW, "told": False}
    await connection.execute(insert(command_bucket), bucket)
    wrong = {"chat_id": number, "sheet_id": 1, "fingerprint": "f", "made": NOW}
    await connection.execute(insert(complaint), wrong)
    said = {"admin": number, "body": "{}", "made": NOW, "state": "done"}
    await connection.execute(insert(broadcast), said)
    asked = {
        "id": number, "kind": "dossier", "key": f"{number}", "owner": f"telegram:{number}",
        "payload": "{}", "priority": 0, "turn": 0, "limit_seconds": 1.0, "status": "waiting",
        "progress": 0.0, "phrase": "", "attempts": 0, "failures": 0, "interruptions": 0,
        "created": NOW,
    }  # fmt: skip
    await connection.execute(insert(job), asked)
    waits = {"job_id": number, "subscriber": f"telegram:{number}:pt-BR"}
    await connection.execute(insert(job_subscriber), waits)


async def _told(store, number, user):
    async with store.reading() as connection:
        return await chat_book.told(connection, number, user)


async def test_all_of_a_chat_is_told_and_nothing_of_another(chats):
    """A row of each table, as JSON has it."""
    told = await _told(chats, ANA, ANA)
    assert {name: len(rows) for name, rows in told.items()} == dict.fromkeys(told, 1)
    assert len(told) == 9
    assert f"{BIA}" not in json.dumps(told)
    assert told["chat"][0]["created"] == NOW.isoformat()


async def test_of_a_group_nothing_of_its_members_is_told(chats):
    """Who leads it learns nothing of them that way."""
    told = await _told(chats, ANA, None)
    assert {name for name, rows in told.items() if not rows} == {"commands", "jobs", "broadcasts"}


async def test_what_is_forgotten_is_gone_and_nothing_else_is(chats):
    """Of the other chat all is as it was; the job goes on, and nobody knows for whom."""
    before = await _told(chats, BIA, BIA)
    async with chats.writing() as connection:
        await chat_book.forget(connection, ANA, ANA)
        await chat_book.forget(connection, ANA, ANA)
    assert not any((await _told(chats, ANA, ANA)).values())
    assert await _told(chats, BIA, BIA) == before
    async with chats.reading() as connection:
        owner = await connection.scalar(select(job.c.owner).where(job.c.id == ANA))
        assert owner == chat_book.NOBODY
        assert await connection.scalar(select(func.count()).select_from(job)) == 2


async def test_nothing_is_forgotten_if_the_transaction_fails(chats):
    """All of it is gone, or nothing."""

    async def work(connection):
        await chat_book.forget(connection, ANA, ANA)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await chats.write(work)
    assert all((await _told(chats, ANA, ANA)).values())


def test_every_table_that_names_a_chat_or_user_is_told_of():
    """A table that is added later cannot be left out of an export, or of a deletion."""
    naming = {"chat", "chat_id", "user", "user_id", "owner", "subscriber", "admin"}
    named = {
        table.name
        for table in metadata.tables.values()
        if any(column.name in naming for column in table.c)
    }
    kept = {rows.table.name for rows in chat_book._kept(ANA, ANA).values()}
    assert named <= kept


async def test_a_choice_is_written_read_changed_and_dropped(chats):
    """Each kind is a list of its own, by label."""
    async with chats.writing() as connection:
        for label, code in (("Serie A", "I1"), ("Brasileirão", "BRA"), ("Calcio", "I1")):
            await chat_book.choose(connection, ANA, Choice("favourite", code, label=label))
        assert [c.label for c in await chat_book.choices(connection, ANA, "favourite")] == [
            "Brasileirão",
            "Calcio",
        ]
        await chat_book.drop(connection, ANA, "favourite", "I1")
        await chat_book.drop(connection, ANA, "favourite", "I1")
        [left] = await chat_book.choices(connection, ANA, "favourite")
    assert left == Choice("favourite", "BRA", "on", "Brasileirão")
    async with chats.reading() as connection:
        assert len(await chat_book.choices(connection, ANA, "team")) == 1
        assert await chat_book.choices(connection, BIA, "favourite") == ()


async def test_settings_are_changed_of_one_chat(chats):
    """By the names of their columns."""
    async with chats.writing() as connection:
        await chat_book.change(connection, ANA, min_confidence=7.5, zone="Europe/Madrid")
        rows = await connection.execute(select(chat.c.id, chat.c.min_confidence, chat.c.zone))
        assert {tuple(row) for row in rows} == {(ANA, 7.5, "Europe/Madrid"), (BIA, None, None)}


async def test_leagues_are_those_that_play_between_two_days(store):
    """By country and name."""
    async with store.writing() as connection:
        for number, (code, country, day) in enumerate(
            [("BRA", "Brazil", 24), ("E0", "England", 25), ("ARG", "Argentina", 25), ("P1", "P", 9)]
        ):
            await _season(connection, number, code, country, date(2026, 11, day))
        found = await chat_book.leagues(connection, date(2026, 11, 24), date(2026, 11, 25))
    assert [league.code for league in found] == ["ARG", "BRA", "E0"]


async def _season(connection, number, code, country, day):
    league = {"id": number, "code": code, "name": code, "country": country, "simulated": False}
    await connection.execute(insert(competition), league)
    home, away = 2 * number + 1, 2 * number + 2
    sides = [{"id": side, "country": country, "name": str(side)} for side in (home, away)]
    await connection.execute(insert(team), sides)
    match = {
        "competition_id": number, "season": "2026", "day": day, "home_id": home, "away_id": away,
        "digest": "",
    }  # fmt: skip
    await connection.execute(insert(fixture), match)
