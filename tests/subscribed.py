"""The world of ``world.py`` with a subscription, as ``/status`` tells it."""

from dataclasses import dataclass, field
from typing import Any

from world import World


@dataclass
class Subscribed(World):
    """The world with a subscription; of some questions the answer is an error."""

    plan: str = "Pro"
    calls: int = 7500
    active: bool = True
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    bare: bool = False

    def answer(self, path: str, given: Any) -> dict[str, Any]:
        if path in self.refused:
            self.asked.append(path)
            return {"get": path, "errors": self.refused[path], "response": []}
        if path == "/status":
            plan = {"plan": self.plan, "end": "2030-01-01T00:00:00+00:00", "active": self.active}
            told = {"subscription": plan, "requests": {"current": 1, "limit_day": self.calls}}
            return {"get": "status", "errors": [], "response": told}
        return super().answer(path, given)

    def _leagues(self, given: Any) -> list[Any]:
        told = super()._leagues(given)
        if self.bare:
            season = told[0]["seasons"][0]
            season["coverage"] = dict.fromkeys(season["coverage"], False) | {"fixtures": {}}
        return told
