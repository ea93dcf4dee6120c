"""What the faces ask of the workers, as jobs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from phoenix.jobs.jobs import Jobs
from phoenix.jobs.values import Job, Json, Ticket
from phoenix.jobs.worker import Hooks

DOSSIER = "dossier"
LIMIT = 90.0  # seconds that one attempt may take, the provider's answers included


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose turn it is, and where the answer goes."""

    owner: str
    subscriber: str


@dataclass(frozen=True, slots=True)
class Over:
    """What came of a dossier that was asked for; without a text the match is not known."""

    home: str
    away: str
    text: str | None
    failed: bool
    subscribers: tuple[str, ...]


Tell = Callable[[Over], Awaitable[None]]


class Requests:
    """Takes what users ask for; whoever asks the same as another joins that job."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def dossier(self, home: str, away: str, language: str, asker: Asker) -> Ticket:
        """Ask for a dossier of the next meeting of two sides, written in a language.

        Raises:
            QueueFull, TooMany: it is not taken.
            StoreError: the database cannot be written.
        """
        return await self._jobs.enqueue(
            DOSSIER,
            {"home": home, "away": away, "language": language},
            key="\n".join(
                (*(" ".join(side.casefold().split()) for side in (home, away)), language)
            ),
            owner=asker.owner,
            subscriber=asker.subscriber,
            limit=LIMIT,
        )


def hooks(jobs: Callable[[], Jobs], tell: Tell, redact: Callable[[str], str]) -> Hooks:
    """What the workers call when a job is over: those who wait for it are told.

    Args:
        jobs: the queue, which knows who waits.
        tell: tells them.
        redact: takes secrets out of a text.
    """

    async def told(job: Job, result: Json, *, failed: bool) -> None:
        if job.kind != DOSSIER:
            return
        waiting = await jobs().subscribers(job.id)
        text = (result or {}).get("text")
        await tell(Over(job.payload["home"], job.payload["away"], text, failed, waiting))

    async def on_done(job: Job, result: Json) -> None:
        await told(job, result, failed=False)

    async def on_dead(job: Job) -> None:
        await told(job, None, failed=True)

    return Hooks(on_done, on_dead, redact)
