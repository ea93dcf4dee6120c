"""What many tasks ask of the database at about the same time, in one transaction.

While one batch is on its way the next one gathers; whoever asks alone does not wait.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from phoenix.domain.errors import StoreAway
from phoenix.tasks import spawn

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST = 200
PAUSE = 0.002  # seconds between two batches: what the first one sets off can join the second


class Batches(Generic[Item, Answer]):
    """Hands items on in batches of at most :data:`MOST`.

    Args:
        work: answers a batch, one answer for each item, in the same order.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]]) -> None:
        self._work = work
        self._asked: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._busy: asyncio.Task[None] | None = None

    async def ask(self, item: Item) -> Answer:
        """The answer to this item.

        Raises:
            Exception: what the work raised for this item; where it can be its alone, it is.
        """
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._asked.append((item, answer))
        if self._busy is None:
            self._busy = spawn(self._hand_on(), name="batches of jobs")
        return await answer

    async def close(self) -> None:
        """Give up what is on its way; whoever waits for it is cancelled."""
        if self._busy is not None:
            self._busy.cancel()
            await asyncio.wait({self._busy})

    async def _hand_on(self) -> None:
        try:
            while self._asked:
                batch, self._asked = self._asked[:MOST], self._asked[MOST:]
                await self._deal_with(batch)
                await asyncio.sleep(PAUSE)
        finally:
            self._busy = None
            for _, future in self._asked:
                future.cancel()
            self._asked.clear()

    async def _deal_with(self, batch: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._work([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to whoever asked
            if len(batch) > 1 and not isinstance(error, StoreAway):
                for single in batch:  # one that cannot be stored must not harm the others
                    await self._deal_with([single])
                return
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        except asyncio.CancelledError:
            for _, future in batch:
                future.cancel()
            raise
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)
