"""From a command to the event loop and back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from phoenix.app.program import Program, running
from phoenix.app.settings import read_settings

T = TypeVar("T")


def run(work: Callable[[Program], Awaitable[T]], *, plugins: bool = True) -> T:
    """Start the program, do the work, stop the program."""

    async def whole() -> T:
        async with running(read_settings(), plugins=plugins) as program:
            return await work(program)

    return asyncio.run(whole())
