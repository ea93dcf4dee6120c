"""Handlers for tests: each is an object that remembers what it was asked."""

import asyncio
from collections.abc import Callable


class Echo:
    """Answers with the payload."""

    def __init__(self):
        self.seen = []

    async def __call__(self, running):
        self.seen.append(running.job.payload)
        return dict(running.job.payload)


class Held:
    """Begins, and goes on when it is let; ``begun`` and ``cancelled`` count."""

    def __init__(self):
        self.begun = 0
        self.cancelled = 0
        self.begins = asyncio.Event()
        self.let = asyncio.Event()

    async def __call__(self, running):
        self.begun += 1
        self.begins.set()
        try:
            await self.let.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return running.job.id


class Stubborn:
    """Ignores its cancellation until it is let go."""

    def __init__(self):
        self.let = asyncio.Event()

    async def __call__(self, running):
        while not self.let.is_set():
            try:
                await self.let.wait()
            except asyncio.CancelledError:
                continue


class Failing:
    """Raises the errors that it was given, one after the other, and then answers."""

    def __init__(self, *errors: BaseException):
        self.errors = list(errors)
        self.attempts = 0

    async def __call__(self, running):
        self.attempts += 1
        if self.errors:
            raise self.errors.pop(0)
        return "at last"


class Doing:
    """Does what the test says."""

    def __init__(self, do: Callable):
        self.do = do

    async def __call__(self, running):
        return await self.do(running)


class Told:
    """Hooks that remember what they were told."""

    def __init__(self):
        self.done = []
        self.dead = []

    async def on_done(self, job, result):
        self.done.append((job.id, result))

    async def on_dead(self, job):
        self.dead.append((job.id, job.error))
