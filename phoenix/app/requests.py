"""What the faces ask of the workers, as jobs."""

from dataclasses import dataclass

from phoenix.jobs.jobs import Jobs
from phoenix.jobs.values import Ticket

DOSSIER = "dossier"
LIMIT = 90.0  # seconds that one attempt may take, the provider's answers included


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose turn it is, and where the answer goes."""

    owner: str
    subscriber: str


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
