"""What becomes of teams' names, told in names."""

from collections.abc import Sequence

from phoenix.store.teams import Candidate, Named, Verdict, decide


def verdicts(wanted: Sequence[str], ours: Sequence[str]) -> dict[str, str | tuple[str, ...] | None]:
    """What becomes of each name, told in names: one of ours, or those in doubt, or None."""
    candidates = [Candidate(place, (name,)) for place, name in enumerate(ours)]
    decided = decide([Named(name, name, "Land") for name in wanted], candidates)

    def told(verdict: Verdict) -> str | tuple[str, ...] | None:
        if verdict.team is not None:
            return ours[verdict.team]
        return tuple(ours[place] for place in verdict.doubts) or None

    return {name: told(verdict) for name, verdict in decided.items()}
