"""Models that several processes share through Redis, which may be away, or in other hands."""

import asyncio
import logging
import pickle
import subprocess
import sys
from dataclasses import replace

import pytest
from app import learners
from redis.asyncio import Redis
from redis_server import redis_server, redis_url

from phoenix.app import models as module
from phoenix.app.models import PREFIX, SharedModels
from phoenix.app.sealed import SealBroken, sealed, sealing_key, unpickled, unsealed
from phoenix.app.settings import Settings
from phoenix.app.shelf import make_shelf
from phoenix.domain.errors import ConfigurationError
from phoenix.forecasting.strengths import Strengths
from phoenix.host.models import ModelCache, ModelKey

SECRET = "a-key-of-API-Football-0123456789"
KEY = ModelKey("goals", "1.0", "", "E0", "f" * 32)
TOKEN = "123456789:AAF-0123456789abcdefghijklmnopqrstu"
ALLOWED = ("phoenix_goals",)


@pytest.fixture(scope="module")
def address():
    """A Redis that runs."""
    with redis_url() as url:
        yield url


@pytest.fixture
async def redis(address):
    """A client of the test's own; all models are forgotten first."""
    client = Redis.from_url(address)
    async for name in client.scan_iter(f"{PREFIX}*"):
        await client.delete(name)
    yield client
    await client.aclose()


@pytest.fixture
async def make(address):
    """Makes open shelves, one for each process there might be; they are closed at the end."""
    made = []

    async def open_one(url=address, secret=SECRET, allowed=ALLOWED, *, there=True):
        shelf = SharedModels(
            url, sealing_key(secret), installed=lambda: ALLOWED, allowed=lambda: allowed
        )
        await shelf.open()
        made.append(shelf)
        if there:
            await shelf._looking
        return shelf

    yield open_one
    for shelf in made:
        await shelf.close()


@pytest.fixture(autouse=True)
def decisions(caplog):
    """Decisions are heard."""
    caplog.set_level(logging.INFO, "phoenix")


class Fits:
    """Counts how often a model was fitted."""

    def __init__(self, model="a model"):
        self.count = 0
        self.made = model

    async def fit(self):
        self.count += 1
        return self.made


async def handed_over(shelf):
    """Until what was put has arrived."""
    while shelf._giving:
        await asyncio.wait(shelf._giving)


async def asked(shelf, fits, key=KEY):
    """The model that a process with this shelf and an empty memory of its own comes to."""
    model = await ModelCache(shelf=shelf).model(key, fits.fit)
    await handed_over(shelf)
    return model


async def only(redis):
    """The name of the one model that is stored."""
    (name,) = [name async for name in redis.scan_iter(f"{PREFIX}*")]
    return name


async def test_what_one_process_fitted_the_other_does_not(redis, make):
    """For two days."""
    fits, one, other = Fits(), await make(), await make()
    assert await asked(one, fits) == await asked(other, fits) == "a model"
    assert fits.count == 1
    assert 47 * 3600 < await redis.ttl(await only(redis)) <= 48 * 3600


async def test_a_real_model_comes_back_as_it_was(redis, make, make_history):
    """One of our own specialists forecasts the same from it."""
    goals = pytest.importorskip("phoenix_goals.analyzer").GoalsAnalyzer
    analyzer = goals(goals.Settings())
    history = make_history(
        [(f"2024-08-{day:02}", "AB"[day % 2], "BA"[day % 2], day % 3, 1) for day in range(1, 20)]
    )
    fits = Fits(analyzer.fit(history))
    await asked(await make(), fits)
    model = await asked(await make(), fits)
    assert fits.count == 1
    assert isinstance(model.strengths, Strengths)
    assert model.strengths.means(0, 1) == fits.made.strengths.means(0, 1)


async def test_a_model_of_none_is_shared_as_well(redis, make):
    """Nothing learnt is learnt once."""
    fits = Fits(None)
    assert await asked(await make(), fits) is await asked(await make(), fits) is None
    assert fits.count == 1


@pytest.mark.parametrize("changed", ["analyzer", "version", "settings", "competition"])
async def test_another_question_is_another_model(redis, make, changed):
    """Whatever a model depends on is part of its name."""
    fits, shelf = Fits(), await make()
    await asked(shelf, fits)
    await asked(shelf, fits, replace(KEY, **{changed: "other"}))
    assert fits.count == 2


async def test_another_version_does_not_see_it(redis, make):
    """Nor one whose code has changed and kept its number."""
    fits, one, other = Fits(), await make(), await make()
    await asked(one, fits)
    other._stamp = one._stamp.replace("0.", "9.", 1)
    await asked(other, fits)
    assert fits.count == 2


def test_the_stamp_depends_on_the_code(tmp_path, monkeypatch):
    """A changed file of a plugin is another stamp, whatever its version."""
    package = tmp_path / "stamped_plugin"
    package.mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    stamps = set()
    for code in ("x = 1", "x = 2", "x = 1"):
        (package / "__init__.py").write_text(code)
        stamps.add(module._stamp(["stamped_plugin"]))
    assert len(stamps) == 2


class Bomb:
    """Runs code when it is unpickled."""

    exploded = False

    def __reduce__(self):
        return (eval, ("__import__('app.test_shared_models').Bomb.explode()",))


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda value: value[:-1] + bytes([value[-1] ^ 1]),
        lambda value: bytes([value[0] ^ 1]) + value[1:],
        lambda value: pickle.dumps("another model"),
        lambda value: value[:20],
        lambda value: sealed(sealing_key("of another installation"), "name", b"..."),
        lambda value: bytes(module.MOST_BYTES + 100),
    ],
)
async def test_a_spoilt_entry_is_refused_and_fitted_anew(redis, make, caplog, spoilt):
    """That is told, and the good one takes its place."""
    fits, shelf = Fits(), await make()
    await asked(shelf, fits)
    name = await only(redis)
    await redis.set(name, spoilt(await redis.get(name)))
    assert await asked(shelf, fits) == "a model"
    assert fits.count == 2
    (record,) = [one for one in caplog.records if one.levelno == logging.WARNING]
    assert record.getMessage() == (
        "shared model refused analyzer=goals reason='its seal is not ours'"
    )
    assert await asked(shelf, fits) == "a model"
    assert fits.count == 2


async def test_a_model_does_not_pass_for_another(redis, make):
    """What is moved to another name is refused there."""
    shelf = await make()
    await asked(shelf, Fits("of E0"))
    value = await redis.get(await only(redis))
    await redis.set(shelf._name(replace(KEY, competition="D1")), value)
    fits = Fits("of D1")
    assert await asked(shelf, fits, replace(KEY, competition="D1")) == "of D1"


async def test_installations_do_not_meet(redis, make):
    """With another secret the same question has another name."""
    fits = Fits()
    await asked(await make(), fits)
    await asked(await make(secret="b" * 32), fits)
    assert fits.count == 2


@pytest.mark.parametrize(
    "body",
    [
        pickle.dumps(Bomb()),
        b"cos\nsystem\n(S'true'\ntR.",
        b"cphoenix.app.models\nos.system\n(S'true'\ntR.",
        pickle.dumps(subprocess.Popen),
        pickle.dumps(sys.exit),
        pickle.dumps(module._stamp),
        pickle.dumps(learners.Learner()),
        b"no pickle",
        b"",
    ],
)
def test_even_a_sealed_pickle_may_name_values_alone(body):
    """No function, no module's contents, no class of a package that is not asked for."""
    with pytest.raises(SealBroken):
        unpickled(body, ("phoenix",))
    assert not Bomb.exploded


async def test_models_of_a_plugin_that_is_not_asked_are_not_stored(redis, make, caplog):
    """Nobody could load them; that is told once."""
    fits, shelf = Fits(learners.Learner()), await make(allowed=())
    for _ in range(2):
        await asked(shelf, fits)
    assert [name async for name in redis.scan_iter(f"{PREFIX}*")] == []
    told = [one.getMessage() for one in caplog.records]
    assert told == ["models are not shared analyzer=goals reason='it names app.learners.Learner'"]


@pytest.mark.parametrize("model", [bytes(module.MOST_BYTES + 1), lambda: None])
async def test_what_is_too_large_or_cannot_be_pickled_is_not_stored(redis, make, model):
    """It is fitted by each process for itself."""
    fits = Fits(model)
    assert await asked(await make(), fits) is model
    assert [name async for name in redis.scan_iter(f"{PREFIX}*")] == []


async def test_a_redis_that_is_away_costs_one_line(caplog):
    """Nobody waits for it; when it is back models are shared again, and that is told as well."""
    with redis_server() as server:
        server.stop()
        shelf = SharedModels(
            server.url, sealing_key(SECRET), installed=lambda: (), allowed=lambda: ()
        )
        await shelf.open()
        await shelf._looking
        fits = Fits()
        for _ in range(3):
            shelf._rests_until = 0.0
            await asked(shelf, fits)
            await shelf._looking
        assert fits.count == 3
        server.start()
        shelf._rests_until = 0.0
        await asked(shelf, fits)
        await shelf._looking
        await asked(shelf, fits)
        await asked(shelf, fits)
        assert fits.count == 5
        await shelf.close()
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("WARNING", "models are not shared, Redis is away reason=ConnectionError"),
        ("INFO", "models are shared again"),
    ]


async def test_a_redis_that_hangs_is_not_waited_for_twice(caplog):
    """After one wait of the limit it counts as away."""
    with redis_server() as server:
        shelf = SharedModels(
            server.url, sealing_key(SECRET), connect_limit=0.2, answer_limit=0.2,
            installed=lambda: (), allowed=lambda: (),
        )  # fmt: skip
        await shelf.open()
        await shelf._looking
        server.pause()
        fits = Fits()
        await asked(shelf, fits)
        await asked(shelf, fits)
        server.resume()
        await shelf.close()
    assert fits.count == 2
    assert [one.levelname for one in caplog.records] == ["WARNING"]


async def test_closing_waits_for_what_is_being_handed_over(redis, make):
    """A model that was put just before is there for the next start."""
    shelf = await make()
    shelf.put(KEY, "a model")
    await shelf.close()
    assert await redis.exists(await only(redis))


def test_a_secret_that_can_be_guessed_is_none():
    """Whoever reads a seal could try."""
    assert sealing_key("short") is None
    assert sealing_key(SECRET) != sealing_key(SECRET + "!")
    assert SECRET.encode() not in sealing_key(SECRET)


def test_a_seal_holds_for_its_name_and_body():
    """Both are told apart where one ends and the other begins."""
    key = sealing_key(SECRET)
    assert unsealed(key, "ab", sealed(key, "ab", b"c")) == b"c"
    with pytest.raises(SealBroken):
        unsealed(key, "a", sealed(key, "ab", b"c"))
    seal = sealed(key, "ab", b"c")[:32]
    with pytest.raises(SealBroken):
        unsealed(key, "a", seal + b"bc")


@pytest.mark.parametrize(
    ("settings", "shared"),
    [
        ({}, False),
        ({"redis_url": "redis://127.0.0.1:1/0"}, False),
        ({"redis_url": "redis://127.0.0.1:1/0", "api_football_key": SECRET}, True),
        ({"redis_url": "redis://127.0.0.1:1/0", "telegram_bot_token": TOKEN}, True),
        ({"api_football_key": SECRET}, False),
    ],
)
async def test_models_are_shared_with_redis_and_a_secret(settings, shared):
    """Without one of them each process has its own."""
    assert (make_shelf(Settings(**settings), tuple) is not None) is shared


async def test_an_address_that_cannot_be_used_is_refused_without_its_password():
    """As for any other use of Redis."""
    with pytest.raises(ConfigurationError, match="REDIS_URL cannot be used") as caught:
        SharedModels("rubbish://:pa55word@host", b"key", installed=tuple, allowed=tuple)
    assert "pa55word" not in str(caught.value)
