"""Which competitions are followed, and what a face has to ask before it may ask a provider."""

from phoenix.app.program import Live, Program
from phoenix.domain.errors import ConfigurationError, InputError
from phoenix.sources.api_football.catalogue import CompetitionNotFound, Listed, find


def followed(program: Program) -> tuple[Listed, ...]:
    """The competitions that ``PHOENIX_LEAGUES`` names, by code, id or name, in its order.

    Raises:
        ConfigurationError: one of them is none that we know, or could be several.
    """
    return tuple(_listed(words) for words in program.settings.leagues)


def live(program: Program) -> Live:
    """What asks the provider.

    Raises:
        InputError: no key is set.
    """
    if program.live is None:
        raise InputError("no key of API-Football is set", "Set API_FOOTBALL_KEY")
    return program.live


def _listed(words: str) -> Listed:
    try:
        return find(words)
    except CompetitionNotFound as error:
        raise ConfigurationError(f"PHOENIX_LEAGUES: {error.problem}", error.cure) from error
