"""Dossiers on live facts: what is kept of them, and what they say when the provider is down."""

import asyncio
from datetime import timedelta

import pytest
from provider import KEY
from simulated import simulated
from sqlalchemy import func, select
from world import BEGIN, WEEK, World
from world_server import WorldTransport

from phoenix.app.dossiers import POOL, formatted, make_dossier
from phoenix.app.program import running
from phoenix.app.settings import Settings
from phoenix.app.sync import sync
from phoenix.domain.news import Why
from phoenix.store import tables
from phoenix.store.records import kept_forecasts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLUBS, PLAYED_ROUNDS = 6, 7
ALL = {"leagues", "fixtures", "standings", "injuries", "odds", "teams"}


class Story:
    """A program on a world that has played seven rounds; the match is the next one's first.

    ``now`` is the world's time, put by the test and moved on by what the loop waits.
    """

    def __init__(self, program, world, transport):
        self.program, self.world, self.transport = program, world, transport
        self.match = world.matches[PLAYED_ROUNDS * CLUBS // 2]

    async def dossier(self):
        home, away = (self.world.team(side)["name"] for side in (self.match.home, self.match.away))
        return await make_dossier(self.program, home, away, self.match.kickoff.date())

    async def forecasts(self, dossier):
        return await kept_forecasts(self.program.store, dossier.fixture.key)

    async def kept(self):
        """How many dossiers are kept."""
        async with self.program.store.reading() as connection:
            return (
                await connection.execute(select(func.count()).select_from(tables.dossier))
            ).scalar()


async def told(tale, **changes):
    """Runs a tale a day before the match, all that can be had of its league stored."""
    world = World(BEGIN + PLAYED_ROUNDS * WEEK - DAY, teams=CLUBS)
    transport, loop = WorldTransport(world), asyncio.get_running_loop()
    last = loop.time()

    def now():
        nonlocal last
        world.now += timedelta(seconds=loop.time() - last)
        last = loop.time()
        return world.now

    settings = Settings(
        api_football_key=KEY, leagues=("BRA",), language="en",
        **{"live_wait_seconds": 120, **changes},
    )  # fmt: skip
    async with running(settings, now=now, transport=transport) as program:
        report = await sync(program, 0, lambda *_: None)
        assert report.complete
        return await tale(Story(program, world, transport))


@pytest.fixture(autouse=True)
def goals_alone(own_places):
    """One specialist is enough."""
    (own_places / "plugins.toml").write_text(
        "[plugins.corners]\nenabled = false\n[plugins.qsc]\nenabled = false\n"
    )


def test_a_dossier_of_a_match_to_come_is_kept_with_its_forecasts():
    """Every specialist's grid and the pooled one are in the store before the kick-off."""

    async def tale(story):
        dossier = await story.dossier()
        assert dossier.gaps == ()
        kept = await story.forecasts(dossier)
        assert sorted(one.analyzer for one in kept) == ["goals", POOL]
        for one in kept:
            assert one.grid.sum() == pytest.approx(1.0)
        assert await story.kept() == 1

    simulated(told(tale))


def test_the_same_said_again_is_kept_once():
    """A second dossier of the same knowledge adds nothing."""

    async def tale(story):
        first, second = await story.dossier(), await story.dossier()
        assert first.fingerprint == second.fingerprint
        assert await story.kept() == 1
        assert len(await story.forecasts(first)) == 2

    simulated(told(tale))


@pytest.mark.parametrize("since", [timedelta(0), WEEK])
def test_a_dossier_made_after_the_kickoff_is_not_kept(since):
    """From the kick-off on it is made and told, but no forecast of it counts."""

    async def tale(story):
        story.world.now = story.match.kickoff + since
        dossier = await story.dossier()
        assert dossier.fixture.key is not None
        assert await story.forecasts(dossier) == ()
        assert await story.kept() == 0

    simulated(told(tale))


def test_news_of_the_last_hour_are_told():
    """Line-ups, absences and prices stand in the dossier of a match about to begin."""

    async def tale(story):
        story.world.now = story.match.kickoff - HOUR / 2
        dossier = await story.dossier()
        text = formatted(story.program, dossier, "text", "en")
        assert "(4-3-3): Jogador 1, Jogador 2" in text
        assert "Fulano (injured)" in text
        assert dossier.news.prices

    simulated(told(tale))


def test_a_provider_that_is_down_leaves_a_dossier_with_named_gaps():
    """What is stored is analysed as ever, and each thing that is missing is told with its age."""

    async def tale(story):
        before = await story.dossier()
        story.world.now += 14 * HOUR
        story.transport.down |= ALL
        dossier = await story.dossier()
        assert dossier.fingerprint == before.fingerprint
        assert {gap.what for gap in dossier.gaps} >= {"season", "details", "table", "prices"}
        assert {gap.why for gap in dossier.gaps} == {Why.UNAVAILABLE}
        assert dossier.news.prices == before.news.prices
        text = formatted(story.program, dossier, "text", "en")
        flat = " ".join(text.split())
        for what in ("Table", "Prices", "Absences", "State of the match and line-ups"):
            assert (
                f"{what}: the provider did not answer; what was stored 14 hours ago holds" in flat
            )
        return text

    simulated(told(tale))


def test_a_provider_that_was_never_reached_is_said_to_have_left_nothing():
    """What was never stored has no age, and the dossier is made without it."""

    async def tale(story):
        story.transport.down |= {"injuries", "odds"}
        dossier = await story.dossier()
        assert sorted((gap.what, gap.age) for gap in dossier.gaps) == [
            ("absences", None), ("prices", None),
        ]  # fmt: skip
        assert (dossier.news.prices, dossier.news.home.absences) == ((), None)
        text = " ".join(formatted(story.program, dossier, "text", "en").split())
        assert "Prices: the provider did not answer, and nothing is stored." in text

    simulated(told(tale))


def test_what_takes_longer_than_a_dossier_waits_is_said_to_be_on_its_way():
    """After ten seconds of vain attempts the dossier is made, and names what is pending."""

    async def tale(story):
        story.transport.down.add("odds")
        dossier = await story.dossier()
        assert [(gap.what, gap.why) for gap in dossier.gaps] == [("prices", Why.PENDING)]
        text = " ".join(formatted(story.program, dossier, "text", "en").split())
        assert "Prices: still on the way, and nothing is stored." in text

    simulated(told(tale, live_wait_seconds=10))
