"""What every process of the service has."""

from dataclasses import dataclass

from phoenix.app.background import Background
from phoenix.app.loop_lag import LoopLag
from phoenix.app.preflight import Standing
from phoenix.app.service.roles import Role
from phoenix.app.service.telegram import Telegram
from phoenix.app.settings import Settings
from phoenix.bot.answering import Answers
from phoenix.jobs.cpu import Processes
from phoenix.jobs.jobs import Jobs
from phoenix.store.store import Store


@dataclass(frozen=True)
class Core:
    """Its settings, its database and queue, the road to Telegram, and who watches over it all.

    ``answers`` tells chats what came of their dossiers; ``processes`` compute, and draw cards.
    """

    settings: Settings
    role: Role
    store: Store
    jobs: Jobs
    telegram: Telegram | None
    answers: Answers | None
    processes: Processes
    background: Background
    lag: LoopLag
    standing: Standing
