"""What can go wrong, named.

    PhoenixError                  a problem and its cure; the faces show it as one line
    ├── InputError                what was typed or configured cannot be used: exit code 2
    │   ├── FileRefused           a data file as a whole (empty, binary, wrong header, cut short)
    │   ├── ConfigurationError    a line of plugins.toml or a setting
    │   └── TeamNotFound          a name that fits no team, or several; carries the candidates
    ├── StoreError                the database cannot be opened, written or understood: exit code 2
    │   └── StoreAway             it does not answer, or another process holds it; later it may
    ├── SourceError               a provider of data does not answer, or answers something else
    └── PluginError               a plugin broke the contract; caught by the host, never by a face
        ├── NeedNotDeclared       it reached for data that its manifest does not declare
        └── ForecastRefused       its probabilities are no probabilities

Parts are stored, text is built in ``__str__``: another language can be built from the same parts.
"""

from collections.abc import Sequence


class PhoenixError(Exception):
    """A problem and what to do about it."""

    def __init__(self, problem: str, cure: str = "") -> None:
        super().__init__(problem, cure)
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        text = f"{self.problem}. {self.cure}".rstrip(". ")
        return text if text.endswith("?") else f"{text}."


class InputError(PhoenixError):
    """What the user typed, named or configured cannot be used. Caught by the faces."""


class FileRefused(InputError):
    """A data file that cannot be read as a whole; nothing of it was written."""

    def __init__(self, path: object, reason: str, cure: str) -> None:
        super().__init__(f"{path}: {reason}", cure)
        self.path = path
        self.reason = reason


class ConfigurationError(InputError):
    """A setting that cannot be used: which file, which table, which key, and what is allowed."""


class TeamNotFound(InputError):
    """A team name that fits nobody, or several; the caller may offer the candidates."""

    def __init__(self, name: str, candidates: Sequence[str], *, ambiguous: bool) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        self.ambiguous = ambiguous
        offers = ", ".join(self.candidates)
        if ambiguous:
            super().__init__(f"{name!r} fits several teams: {offers}", "Type one of these in full")
        elif offers:
            super().__init__(f"no team is called {name!r}", f"Did you mean {offers}?")
        else:
            super().__init__(
                f"no team is called {name!r}", "See 'phoenix data status' for what was imported"
            )


class StoreError(PhoenixError):
    """The database cannot be opened, written or understood. Caught by the faces."""


class StoreAway(StoreError):
    """The connection was lost, there is none yet, or another process holds the database.

    Caught by the store, which tries again where it may, and then by the faces.
    """


class SourceError(PhoenixError):
    """A provider of data did not answer, or answered something else. Caught by the faces."""


class PluginError(PhoenixError):
    """A plugin broke the contract. Caught by the host, which goes on without that opinion."""


class NeedNotDeclared(PluginError):
    """A plugin reached for data that it does not declare as a need."""


class ForecastRefused(PluginError):
    """A plugin's numbers are not a probability mass function."""
