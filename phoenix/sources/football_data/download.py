"""Fetching the site's files."""

import re
from datetime import date
from pathlib import Path

import httpx

from phoenix.domain.errors import InputError, SourceError
from phoenix.sources.football_data.catalogue import EXTRA_CODES, MAIN

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
FIRST_SEASON = 1993

_HEADER = re.compile(rb"(\xef\xbb\xbf)?\s*(Div|Country)\s*,")


def remote_path(code: str, season: str | None) -> str:
    """Where a file lies on the site: main leagues by season, extra leagues in one file.

    Raises:
        InputError: the league is unknown, or the season is none.
    """
    if code in EXTRA_CODES and season is not None:
        raise InputError(
            f"{code} comes in one file for all seasons", f"Type 'phoenix data pull {code}'"
        )
    if code in EXTRA_CODES:
        return f"new/{code}.csv"
    if code not in MAIN:
        leagues = ", ".join([*MAIN, *sorted(EXTRA_CODES)])
        raise InputError(f"football-data.co.uk has no league {code!r}", f"It has {leagues}")
    if season is None:
        raise InputError(
            f"{code} comes in one file per season", f"Type 'phoenix data pull {code} 2324'"
        )
    return f"mmz4281/{checked_season(season)}/{code}.csv"


def checked_season(season: str) -> str:
    """A season as the site writes it, such as 2324 for 2023/24.

    Raises:
        InputError: these are not two years that follow each other, or there is no such season.
    """
    if len(season) == 4 and season.isdecimal():
        first, second = int(season[:2]), int(season[2:])
        year = first + (1900 if first >= FIRST_SEASON % 100 else 2000)
        if (first + 1) % 100 == second and year <= date.today().year:  # noqa: DTZ011 - a year
            return season
    raise InputError(f"{season!r} is no season", "Type the last digits of both years: 2324")


async def download(base: str, path: str, folder: Path) -> Path:
    """Fetch a file into ``folder``; a file that is there is replaced only by a whole one.

    Raises:
        SourceError: the site does not answer, or does not have the file.
    """
    url = f"{base.rstrip('/')}/{path}"
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=True) as client:
            answer = await client.get(url)
            answer.raise_for_status()
    except httpx.HTTPStatusError as error:
        code = error.response.status_code
        raise SourceError(
            f"{url} answers {code}", "Check league and season, or try later"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error).rstrip(".") or type(error).__name__
        raise SourceError(
            f"{url} cannot be fetched: {reason}", "Check the network, or try later"
        ) from error
    if not _HEADER.match(answer.content):
        raise SourceError(f"{url} answers with something that is no file of theirs", "Try later")
    return _keep(answer.content, folder / path.replace("/", "-"))


def _keep(content: bytes, path: Path) -> Path:
    beside = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise SourceError(
            f"{path} cannot be written: {error.strerror}", "Free some space or set PHOENIX_DATA_DIR"
        ) from error
    return path
