"""Inline mode: cards of matches to be shared in any chat."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import pytest
from fixture_list import NOW, PREMIER, SIMULATED, Clock, match, put
from visitor import a_chat

from phoenix.app.match_finder import MatchFinder
from phoenix.app.sheets import Counted, Said, Sheet, SheetTendency
from phoenix.bot.screens.inline import Inline, InlineResult
from phoenix.store.store import Store

WORDS = a_chat().words


def tendency(confidence: float = 7.5) -> SheetTendency:
    none = Counted((), None)
    said = Said("Total de gols", "Mais de 2,5 & <gols>", "", none, none)
    return SheetTendency(
        key="goals", quantity="goals", kind="total", selection="over", line=2.5, family="total",
        probability=0.75, base_rate=0.5, confidence=confidence, calibrated=True, information=0.1,
        marks=("", ""), words=dict.fromkeys(("pt-BR", "en", "es"), said),
    )  # fmt: skip


def sheet(number: int, made: datetime, *tendencies: SheetTendency) -> Sheet:
    return Sheet(
        fixture=number, code="BRA", season="2026", competition="", country="Brazil", home="",
        away="", day=made.date(), kickoff=None, fingerprint="", active=(), tendencies=tendencies,
        chances=(), expected={}, form=((), ()), meetings=(), spoken={}, made=made,
    )  # fmt: skip


class Sheets:
    """Those that a test puts into it; each is given to whatever match is asked for."""

    def __init__(self) -> None:
        self.made: datetime | None = None
        self.tendencies = (tendency(),)

    async def of(self, numbers: Iterable[int]) -> Mapping[int, Sheet]:
        if self.made is None:
            return {}
        return {number: sheet(number, self.made, *self.tendencies) for number in numbers}


@pytest.fixture
def sheets() -> Sheets:
    """None is made yet."""
    return Sheets()


@pytest.fixture
def inline(finder: MatchFinder, sheets: Sheets) -> Inline:
    return Inline(finder, sheets.of, lambda: "phoenix_bot", 6.0)


async def answered(inline: Inline, text: str, language: str = "pt-BR") -> list[InlineResult]:
    return await inline.answer({"query": text}, a_chat(language=language).words)


async def test_a_match_is_a_card_with_a_link(inline: Inline) -> None:
    """Who, when and where; the button opens it with the bot."""
    [card] = await answered(inline, "arsenal")
    number = card.id.removeprefix("m")
    assert card.title == "Arsenal x Chelsea"
    assert card.description == "ter., 24/11 17:00 · Premier League"
    assert "⚽ <b>Arsenal x Chelsea</b>" in card.text
    assert "Premier League · Inglaterra\n🕒 ter., 24/11 17:00 (horário de São Paulo)" in card.text
    [[button]] = card.buttons
    assert button.url == f"https://t.me/phoenix_bot?start=m_{number}"
    assert button.data is None


async def test_a_card_speaks_the_users_language(inline: Inline) -> None:
    """All three."""
    [card] = await answered(inline, "arsenal", "en")
    assert (card.title, card.description) == (
        "Arsenal v Chelsea",
        "Tue, 11/24 17:00 · Premier League",
    )


async def test_a_number_is_that_match(inline: Inline) -> None:
    """As a link has it; one that is gone has no card."""
    [card] = await answered(inline, "arsenal")
    assert await answered(inline, f"m_{card.id[1:]}") == [card]
    assert await answered(inline, "m_999999999") == []


async def test_without_a_text_there_are_todays_matches(inline: Inline, clock: Clock) -> None:
    """Those of the followed leagues first; on a day without any, the next ones."""
    assert [card.title for card in await answered(inline, " ")] == [
        "Gremio x Santos", "Flamengo RJ x Palmeiras", "Flamengo PI x Avai", "Arsenal x Chelsea",
    ]  # fmt: skip
    clock.pass_by(days=2)
    assert [card.title for card in await answered(inline, "")] == ["Santos x Flamengo RJ"]
    clock.pass_by(days=200)
    assert await answered(inline, "") == []


async def test_no_more_than_ten_are_offered(inline: Inline, calendar_store: Store) -> None:
    """Each under an id of its own."""
    await put(calendar_store, *(match(f"A{n}", f"B{n}", competition=PREMIER) for n in range(12)))
    cards = await answered(inline, "")
    assert len({card.id for card in cards}) == len(cards) == 10


async def test_a_fresh_sheets_main_tendency_is_told(inline: Inline, sheets: Sheets) -> None:
    """Escaped in the message, plain in the description; yesterday's is told no more."""
    sheets.made = NOW - timedelta(hours=2)
    [card] = await answered(inline, "arsenal")
    assert card.description.endswith(" · Mais de 2,5 & <gols>")
    assert "💎 <b>Mais de 2,5 &amp; &lt;gols&gt;</b>\nTotal de gols · confiança 7,5/10" in card.text
    sheets.made = NOW - timedelta(hours=25)
    assert "💎" not in (await answered(inline, "arsenal"))[0].text


async def test_a_tendency_that_is_not_sure_enough_is_not_told(
    inline: Inline, sheets: Sheets
) -> None:
    """By the least confidence of the settings."""
    sheets.made, sheets.tendencies = NOW, (tendency(5.9),)
    assert "💎" not in (await answered(inline, "arsenal"))[0].text


async def test_simulated_football_says_so(inline: Inline, calendar_store: Store) -> None:
    """Wherever it is shared."""
    await put(calendar_store, match("Rio Manso", "Serra Fria", competition=SIMULATED))
    [card] = await answered(inline, "rio manso")
    assert "não existem" in card.text


@pytest.mark.parametrize("text", ["qwerty", "<b>", "\u202e", "m_²", "x" * 256, "chelsea x gremio"])
async def test_what_is_not_found_has_no_cards(inline: Inline, text: str) -> None:
    """However strange it is."""
    assert await answered(inline, text) == []


async def test_a_query_without_a_text_is_answered(inline: Inline) -> None:
    """Telegram always sends one; others may not."""
    assert len(await inline.answer({}, WORDS)) == 4
