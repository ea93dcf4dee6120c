"""The goals of a finished fixture: of 90 minutes, of extra time, of the shoot-out.

The provider tells the score of 90 minutes (``score.fulltime``), the goals in extra time
(``score.extratime``) and all goals (``goals``), and the three do not always agree:

- before about 2015 ``extratime`` is often the score *after* extra time; it is then equal to
  ``goals``, and the goals in extra time are what ``goals`` has more than ``fulltime``;
- of small cups (FA Cup qualifying rounds) ``fulltime`` repeats ``goals`` although extra time was
  played; the status is then AET, no goal is told in extra time, and there was no shoot-out, which
  cannot be: a tie that is level after extra time goes to penalties;
- now and then the three make no sense at all.

A score that contradicts itself is not known. In no case are ``goals`` taken for the 90 minutes: of
4,252 real finished matches none lacks ``fulltime``, so one that does is in doubt.
"""

from dataclasses import dataclass
from typing import Self

from phoenix.domain.matches import Score
from phoenix.sources.api_football.bodies.reading import Body
from phoenix.sources.api_football.bodies.written import Count

Goals = tuple[int, int]


class Pair(Body):
    """Goals of both sides; one that is not told makes both unknown."""

    home: Count | None = None
    away: Count | None = None

    @property
    def told(self) -> Goals | None:
        """Home, away."""
        if self.home is None or self.away is None:
            return None
        return (self.home, self.away)


class Scores(Body):
    """The four scores of a fixture."""

    halftime: Pair | None = None
    fulltime: Pair | None = None
    extratime: Pair | None = None
    penalty: Pair | None = None


class Contradiction(Exception):
    """The scores do not agree; the text says how. Caught where fixtures are read."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a match ended.

    ``extra`` is None where no goal is told in extra time: CONMEBOL's shoot-outs come with 0-0 in
    an extra time that was not played, those of others with 0-0 in one that was, or with none.
    """

    full: Goals
    extra: Goals | None
    penalties: Goals | None
    half: Goals | None

    @classmethod
    def of(cls, status: str, goals: Pair | None, scores: Scores) -> Self:
        """From what was told of a match with ``status`` FT, AET or PEN.

        Raises:
            Contradiction: the score of 90 minutes is not known.
        """
        half, full, extra, penalties = map(
            _told, (scores.halftime, scores.fulltime, scores.extratime, scores.penalty)
        )
        if full is None:
            raise Contradiction("a finished match without score.fulltime")
        beyond = _beyond(status, full, extra, _told(goals))
        if status == "AET" and not any(beyond) and penalties is None:
            raise Contradiction(
                f"{_text(full)} after extra time without a goal in it or a shoot-out"
            )
        return cls(full, beyond if any(beyond) else None, penalties, half)

    @property
    def half_time_fits(self) -> bool:
        """False where a side is told to have had more goals at half-time than in the end."""
        return self.half is None or all(a <= b for a, b in zip(self.half, self.full, strict=True))

    @property
    def score(self) -> Score:
        """Of 90 minutes; of the first half where it is known."""
        if self.half is None or not self.half_time_fits:
            return Score(*self.full)
        return Score(*self.full, *self.half)


def _told(pair: Pair | None) -> Goals | None:
    return pair.told if pair else None


def _text(goals: Goals) -> str:
    return f"{goals[0]}-{goals[1]}"


def _beyond(status: str, full: Goals, extra: Goals | None, final: Goals | None) -> Goals:
    """The goals beyond the 90 minutes, on which everything that was told agrees."""
    if final is None:
        return extra or (0, 0)
    beyond = (final[0] - full[0], final[1] - full[1])
    played = status != "FT" or extra is not None
    if min(beyond) < 0 or (any(beyond) and not played) or extra not in {None, beyond, final}:
        parts = f"{_text(full)} and {_text(extra) if extra else 'none'} in extra time"
        raise Contradiction(f"{parts} do not make {_text(final)}")
    return beyond
