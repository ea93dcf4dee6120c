"""Which part of Phoenix a process is."""

from enum import StrEnum


class Role(StrEnum):
    """All of it, or one part; every part tells how it is over HTTP."""

    ALL = "all"
    WEB = "web"
    BOT = "bot"
    WORKER = "worker"

    @property
    def works(self) -> bool:
        """Whether jobs are done here."""
        return self in {Role.ALL, Role.WORKER}

    @property
    def leads(self) -> bool:
        """Whether it competes for the lead: who leads polls Telegram and runs the schedules."""
        return self in {Role.ALL, Role.BOT}
