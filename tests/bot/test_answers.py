"""Chats that wait for a dossier get it, once."""

import asyncio
import json
from dataclasses import replace

import pytest
from sheet_samples import sheet
from sqlalchemy import select
from waiting_chats import (
    DEFAULTS,
    NOW,
    SIGNER,
    add_chat,
    add_job,
    buttons,
    letters,
    still_waiting,
)

from phoenix.app import sheets
from phoenix.app.chat_tables import picture
from phoenix.bot.answering import Answers
from phoenix.bot.signing import Pressed
from phoenix.bot.subscriber import Chat
from phoenix.bot.texts import say


class Artist:
    """Draws nothing, and counts; what fails is told by the test."""

    def __init__(self, fault=None):
        self.fault = fault
        self.cards = []

    async def __call__(self, card):
        if self.fault is not None:
            raise self.fault
        self.cards.append(card)
        return f"picture {card.digest}".encode()


@pytest.fixture
def artist():
    """Who draws."""
    return Artist()


@pytest.fixture
def answers(store, artist):
    """Who tells."""
    return Answers(store, artist, signer=SIGNER, defaults=DEFAULTS, most=5, now=lambda: NOW)


@pytest.fixture
async def made(store):
    """The result of a job that made a sheet."""
    return {"sheet": await store.write(lambda connection: sheets.keep(connection, sheet()))}


def asked(*chats, language="pt-BR", update=7):
    """Those who have asked."""
    return [str(Chat(chat, language, update)) for chat in chats]


async def test_a_chat_gets_card_and_text_in_place_of_its_progress(store, answers, artist, made):
    """In this order, and what has come of it stands in no way of more urgent letters."""
    job = await add_job(store, asked(5), result=made)
    assert await answers.tell(job) == 1
    card, text, progress = await letters(store)
    assert [one.act for one in (card, text, progress)] == ["send", "send", "delete"]
    assert (card.key, text.key) == (f"job:{job}:5:picture", f"job:{job}:5:text")
    assert progress.of == "progress:7:5"
    assert {one.rank for one in (card, text, progress)} == {1}
    assert card.picture == artist.cards[0].digest
    assert "Beira-Mar &amp; Filhos" in json.loads(card.body)["text"]
    assert Pressed("s", (str(made["sheet"]), "g")) in buttons(text).values()


async def test_the_picture_is_kept_by_its_digest(store, answers, artist, made):
    """Whoever delivers finds it there; drawn again it is not."""
    await answers.tell(await add_job(store, asked(5), result=made))
    await answers.tell(await add_job(store, asked(6), result=made))
    rows = (await store.read(lambda c: c.execute(select(picture)))).all()
    assert [row.digest for row in rows] == [card.digest for card in artist.cards]
    assert rows[0].content == f"picture {rows[0].digest}".encode()
    assert len(await letters(store)) == 6


async def test_who_wants_no_picture_sees_the_progress_become_the_text(store, answers, made):
    """One message, edited."""
    await add_chat(store, 5, picture=False)
    job = await add_job(store, asked(5), result=made)
    await answers.tell(job)
    (text,) = await letters(store)
    assert (text.act, text.of, text.picture) == ("edit", "progress:7:5", None)


async def test_telling_again_writes_nothing_again(store, answers, made):
    """A worker and a sweep may both tell."""
    job = await add_job(store, asked(5, 6), result=made)
    assert await answers.tell(job) == 2
    before = await letters(store)
    assert await answers.tell(job) == 0
    assert await answers.sweep(NOW) == 0
    assert await letters(store) == before
    assert await still_waiting(store) == set()


async def test_two_tell_at_once_and_each_chat_is_told_once(store, made, artist):
    """In two processes, as it were."""
    job = await add_job(store, asked(*range(1, 31)), result=made)
    both = [
        Answers(store, artist, signer=SIGNER, defaults=DEFAULTS, most=5, now=lambda: NOW)
        for _ in range(2)
    ]
    async with asyncio.TaskGroup() as together:
        for one in both:
            together.create_task(one.tell(job))
    keys = [row.key for row in await letters(store) if row.act == "send"]
    assert len(keys) == len(set(keys)) == 60


async def test_one_job_answers_hundreds(store, answers, artist, made):
    """In portions, with one picture for all who read the same."""
    job = await add_job(store, asked(*range(1, 251)), result=made)
    assert await answers.tell(job) == 250
    assert len(artist.cards) == 1
    texts = [row.chat for row in await letters(store) if row.key.endswith(":text")]
    assert sorted(texts) == list(range(1, 251))


async def test_each_chat_is_told_in_its_language_and_as_it_likes(store, answers, artist, made):
    """What was chosen counts more than what the profile said."""
    await add_chat(store, 5, language="es", zone="Europe/Madrid", min_confidence=10.0)
    job = await add_job(store, [*asked(5, 6, language="en")], result=made)
    await answers.tell(job)
    told = {row.chat: json.loads(row.body)["text"] for row in await letters(store) if row.body}
    assert say("es", "dossier-no-main-hint") in told[5]
    assert say("en", "dossier-heading-main").upper() in told[6]
    assert {card.when for card in artist.cards} == {"sáb, 08/03 · 20:00", "Sat, 03/08 · 16:00"}


async def test_a_group_waits_as_a_person_does(store, answers, made):
    """Its number is below zero."""
    await answers.tell(await add_job(store, asked(-100123), result=made))
    assert {row.chat for row in await letters(store)} == {-100123}


async def test_who_asked_twice_is_answered_once(store, answers, made):
    """Both messages of progress go away."""
    twice = [*asked(5, update=7), *asked(5, update=8)]
    await answers.tell(await add_job(store, twice, result=made))
    rows = await letters(store)
    assert [row.act for row in rows] == ["send", "send", "delete", "delete"]
    assert {row.of for row in rows if row.of} == {"progress:7:5", "progress:8:5"}


async def test_an_older_subscriber_has_no_progress_to_take_away(store, answers, made):
    """It is told all the same."""
    await answers.tell(await add_job(store, ["telegram:5:en"], result=made))
    assert [row.act for row in await letters(store)] == ["send", "send"]


@pytest.mark.parametrize("status", ["dead", "cancelled"])
async def test_a_job_that_failed_is_told_with_an_apology(store, answers, status):
    """In place of the progress, with a button to try again."""
    await answers.tell(await add_job(store, asked(5), status=status))
    (text,) = await letters(store)
    assert text.act == "edit"
    assert json.loads(text.body)["text"] == say("pt-BR", "dossier-failed")
    assert list(buttons(text).values()) == [Pressed("m", ("9",))]


async def test_an_unknown_team_is_told_with_what_may_have_been_meant(store, answers):
    """A button for each suggestion; which one it is, the job knows."""
    why = {"reason": "team", "name": "Flamegno", "suggestions": [["Flamengo", "Vasco"]]}
    asked_for = {"home": "Flamegno", "away": "Vasco", "day": None}
    job = await add_job(store, asked(5), result={"unknown": why}, payload=asked_for)
    await answers.tell(job)
    (text,) = await letters(store)
    assert "Flamegno" in json.loads(text.body)["text"]
    assert buttons(text) == {"Flamengo x Vasco": Pressed("n", (str(job), "0"))}


@pytest.mark.parametrize("reason", ["ambiguous", "match", "gone"])
async def test_whatever_the_reason_it_is_told(store, answers, reason):
    """Nobody waits for ever."""
    why = {"reason": reason, "name": "A & B", "suggestions": []}
    asked_for = {"home": "A & B", "away": "C", "day": None}
    await answers.tell(await add_job(store, asked(5), result={"unknown": why}, payload=asked_for))
    (text,) = await letters(store)
    assert ("A &amp; B" in json.loads(text.body)["text"]) is (reason != "gone")


async def test_who_has_put_the_bot_out_gets_nothing(store, answers, artist, made):
    """And is not waited for any more."""
    await add_chat(store, 5, gone=NOW)
    await answers.tell(await add_job(store, asked(5), result=made))
    assert await letters(store) == []
    assert await still_waiting(store) == set()
    assert artist.cards == []


async def test_a_card_that_cannot_be_drawn_is_left_out(store, made):
    """The text says all that it says; the fault is logged, not told."""
    answers = Answers(
        store, Artist(OSError("no room")), signer=SIGNER, defaults=DEFAULTS, most=5,
        now=lambda: NOW,
    )  # fmt: skip
    await answers.tell(await add_job(store, asked(5), result=made))
    (text,) = await letters(store)
    assert (text.act, text.picture) == ("edit", None)


async def test_a_sheet_that_is_gone_counts_as_a_failure(store, answers):
    """An old one, found by a sweep long after."""
    await answers.tell(await add_job(store, asked(5), result={"sheet": 12345}))
    (text,) = await letters(store)
    assert json.loads(text.body)["text"] == say("pt-BR", "dossier-failed")


async def test_a_sweep_tells_what_a_crash_left(store, answers, made):
    """Jobs that are over, however they ended; not those that go on, nor those of others."""
    await add_job(store, asked(5), result=made, key="a")
    await add_job(store, asked(6), status="dead", key="b")
    await add_job(store, asked(7), status="running", key="c")
    await add_job(store, ["page:8"], result=made, key="d")
    await add_job(store, asked(9), result={"text": None}, kind="dossier", key="e")
    assert await answers.sweep(NOW) == 2
    assert {row.chat for row in await letters(store)} == {5, 6}
    assert await still_waiting(store) == {*asked(7), "page:8", *asked(9)}


async def test_a_job_that_goes_on_is_not_told(store, answers):
    """Whoever asks too early gets nothing."""
    assert await answers.tell(await add_job(store, asked(5), status="waiting")) == 0
    assert await answers.tell(404) == 0


async def test_whoever_delivers_is_woken(store, artist, made):
    """Once the letters are written, not before."""
    woken = []
    answers = Answers(
        store, artist, signer=SIGNER, defaults=DEFAULTS, most=5, now=lambda: NOW,
        nudge=lambda: woken.append(True),
    )  # fmt: skip
    await answers.tell(await add_job(store, asked(5), result=made))
    assert woken == [True]


async def test_a_hypothetical_match_cannot_be_shared(store, answers):
    """No calendar holds it, so that no link leads to it."""
    number = await store.write(lambda c: sheets.keep(c, replace(sheet(), fixture=None)))
    await answers.tell(await add_job(store, asked(5), result={"sheet": number}))
    text = (await letters(store))[1]
    assert "inline" not in text.body
