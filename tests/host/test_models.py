"""A model is made once, whoever asks, and others may have made it already."""

import asyncio

import pytest

from phoenix.host.models import ModelCache, ModelKey


def key(fingerprint="f"):
    """What a model depends on."""
    return ModelKey("goals", "1.0", "", "E0", fingerprint)


class Lesson:
    """A fit that lasts until it is told to end, and counts how often it began."""

    def __init__(self):
        self.begun = 0
        self.cancelled = 0
        self.under_way = asyncio.Event()
        self.may_end = asyncio.Event()

    async def fit(self):
        self.begun += 1
        self.under_way.set()
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return f"model {self.begun}"


class Shelf:
    """Models of other processes."""

    def __init__(self, **models):
        self.models = {key(name): model for name, model in models.items()}

    async def get(self, key):
        return self.models[key]

    def put(self, key, model):
        self.models[key] = model


async def asking(models, lesson, askers):
    """So many who ask for one model, which is being made."""
    tasks = [asyncio.ensure_future(models.model(key(), lesson.fit)) for _ in range(askers)]
    await lesson.under_way.wait()
    return tasks


async def test_who_asks_for_what_is_being_made_waits_for_it():
    """Ten ask at once, one fit is done."""
    models, lesson = ModelCache(), Lesson()
    tasks = await asking(models, lesson, 10)
    lesson.may_end.set()
    assert await asyncio.gather(*tasks) == ["model 1"] * 10
    assert await models.model(key(), lesson.fit) == "model 1"
    assert (lesson.begun, models.gained) == (1, 1)


async def test_who_goes_away_does_not_take_the_fit_along():
    """Even the first one, who began it."""
    models, lesson = ModelCache(), Lesson()
    first, *others = await asking(models, lesson, 3)
    first.cancel()
    await asyncio.wait([first])
    lesson.may_end.set()
    assert await asyncio.gather(*others) == ["model 1"] * 2
    assert lesson.cancelled == 0


async def test_what_nobody_waits_for_is_not_made():
    """The last to go ends the fit, nothing is kept, and the next one begins anew."""
    models, lesson = ModelCache(), Lesson()
    tasks = await asking(models, lesson, 2)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    lesson.may_end.set()
    assert key() not in models
    assert await models.model(key(), lesson.fit) == "model 2"
    assert lesson.cancelled == 1


async def test_a_fit_that_fails_fails_for_all_and_is_not_kept():
    """Each hears the reason; who asks later has it tried again."""
    models = ModelCache()

    async def fails():
        raise OSError("no disk")

    asked = (models.model(key(), fails) for _ in range(2))
    for error in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(error, OSError)
    assert key() not in models


async def test_what_is_on_the_shelf_is_not_made():
    """A model of None is one, too."""
    models, lesson = ModelCache(shelf=Shelf(f="theirs", none=None)), Lesson()
    assert await models.model(key(), lesson.fit) == "theirs"
    assert await models.model(key("none"), lesson.fit) is None
    assert (lesson.begun, models.gained) == (0, 2)


async def test_what_is_made_is_put_on_the_shelf():
    """Once; others find it there."""
    shelf, lesson = Shelf(), Lesson()
    lesson.may_end.set()
    await ModelCache(shelf=shelf).model(key(), lesson.fit)
    assert await ModelCache(shelf=shelf).model(key(), lesson.fit) == "model 1"
    assert lesson.begun == 1


async def test_the_least_used_goes_first():
    """The cache holds so many and no more."""
    models = ModelCache(size=2)
    for name in ("a", "b"):
        models.put(key(name), name)
    models.put(key("a"), "a")
    assert models.gained == 2
    models.put(key("c"), "c")
    assert [key(name) in models for name in "abc"] == [True, False, True]
    with pytest.raises(KeyError):
        models.get(key("b"))
