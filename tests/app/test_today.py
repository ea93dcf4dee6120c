"""The matches of a user's day, and what it costs to know them."""

from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

from provider import KEY
from subscribed import Subscribed
from world_server import WorldTransport

from phoenix.app.program import running
from phoenix.app.settings import Settings
from phoenix.app.today import today, told
from phoenix.domain.news import Why

LATE = datetime(2025, 4, 5, 23, 30, tzinfo=UTC)  # 20:30 in São Paulo, and 01:30 two hours later
DAY = date(2025, 4, 5)


def night() -> Subscribed:
    """Three matches of a round, from half past eleven at night in UTC, before any is played."""
    return Subscribed(LATE - timedelta(hours=5), teams=6, begin=LATE)


@asynccontextmanager
async def opened(world, **changes):
    """The program with a key of that world, on the world's clock."""
    settings = Settings(api_football_key=KEY, **{"leagues": ("BRA",), **changes})
    transport = WorldTransport(world)
    async with running(
        settings, plugins=False, now=lambda: world.now, transport=transport
    ) as program:
        yield program


async def lines(program, day=DAY, **how):
    return told(program, await today(program, day, **how))


def clock(said):
    """The times of day in the lines of one competition."""
    return [line.split()[0] for line in said[3:]]


async def test_the_same_matches_lie_in_other_days_elsewhere(own_places):
    """In UTC one of three is played on that day, in São Paulo two, and one on the next."""
    async with opened(night(), time_zone="UTC") as program:
        assert clock(await lines(program)) == ["23:30"]
    async with opened(night()) as program:
        assert clock(await lines(program)) == ["20:30", "22:30"]
        assert clock(await lines(program, DAY + timedelta(days=1))) == ["00:30"]


async def test_asked_again_within_half_an_hour_the_day_costs_no_call(own_places):
    """Then it costs one, for all competitions."""
    world = night()
    async with opened(world) as program:
        await lines(program)
        world.asked.clear()
        world.now += timedelta(minutes=29)
        await lines(program)
        assert world.asked == []
        world.now += timedelta(minutes=1)
        await lines(program)
        assert len(world.asked) == 1


async def test_a_match_that_was_played_is_told_with_its_score(own_places):
    """The goals stand between the names, and that it is over behind them."""
    world = night()
    world.now += timedelta(days=1)
    async with opened(world) as program:
        said = await lines(program)
    first = world.matches[0]
    home, away = (world.team(side)["name"] for side in (first.home, first.away))
    assert said[3] == f"  20:30  {home} {first.goals[0]} x {first.goals[1]} {away}  (encerrado)"


async def test_only_what_is_followed_is_listed_unless_all_is_asked_for(own_places):
    """Of a league that is not followed one line says that there is nothing."""
    async with opened(night(), leagues=("AF72",)) as program:
        (nothing,) = await lines(program)
        everything = await lines(program, everything=True)
    assert nothing.startswith("Nenhum jogo das competições acompanhadas")
    assert clock(everything) == ["20:30", "22:30"]


async def test_without_a_day_it_is_the_users_today(own_places):
    """At 02:00 UTC it is still the evening before in São Paulo."""
    world = night()
    world.now = datetime(2025, 4, 6, 2, tzinfo=UTC)
    async with opened(world) as program:
        assert (await today(program, None)).day == DAY


async def test_a_provider_that_refuses_leaves_what_is_stored(own_places):
    """The day is listed from the store, and the reader is told why it may be old, and how old."""
    world = night()
    async with opened(world) as program:
        await lines(program)
        world.now += timedelta(hours=2)
        world.refused = {"/fixtures": {"token": "Missing application key."}}
        found = await today(program, DAY)
        said = told(program, found)
    assert [(gap.why, gap.age) for gap in found.gaps] == [(Why.KEY, timedelta(hours=2))]
    assert clock(said[:5]) == ["20:30", "22:30"]
    assert said[5:] == [
        "",
        "⚠️ Jogos do dia: a chave do provedor foi recusada; vale o que foi guardado há 2 horas.",
    ]
