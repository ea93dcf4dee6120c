"""Downloads from a server on the loopback interface."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from phoenix.domain.errors import InputError, SourceError
from phoenix.sources.football_data.download import checked_season, download, remote_path

MAIN = b"Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\nE0,12/08/2023,Alpha,Beta,2,1\n"
EXTRA = b"Country,League,Season,Date,Home,Away,HG,AG\nBrazil,Serie A,2023,15/04/2023,A,B,2,1\n"


class Site(HTTPServer):
    """Serves what is in ``bodies``; remembers what was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: dict[str, bytes] = {"/mmz4281/2324/E0.csv": MAIN, "/new/BRA.csv": EXTRA}
        self.status = 200
        self.missing_bytes = 0
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        body = self.server.bodies.get(self.path)
        self.send_response(404 if body is None else self.server.status)
        self.send_header("Content-Length", str(len(body or b"") + self.server.missing_bytes))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base
        """Say nothing on stderr."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server that answers like football-data.co.uk, which the program takes for it."""
    with Site() as server:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("PHOENIX_FOOTBALL_DATA_URL", server.url)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def closed_url() -> str:
    """The address of a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.parametrize(
    ("league", "season", "path"),
    [("E0", "2324", "/mmz4281/2324/E0.csv"), ("BRA", None, "/new/BRA.csv")],
)
async def test_the_right_file_is_fetched(
    site: Site, tmp_path: Path, league: str, season: str | None, path: str
) -> None:
    """A main league lies in its season's folder, an extra league in one file."""
    file = await download(site.url + "/", remote_path(league, season), tmp_path / "new" / "folder")
    assert site.asked == [path]
    assert file.read_bytes() == site.bodies[path]
    assert [beside.name for beside in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("status", [300, 404, 429, 500])
async def test_a_site_that_refuses(site: Site, tmp_path: Path, status: int) -> None:
    """Any other answer than a file is an error that names address and status."""
    site.status = status
    with pytest.raises(SourceError, match=f"2324/E0.csv answers {status}"):
        await download(site.url, "mmz4281/2324/E0.csv", tmp_path)
    assert not (tmp_path / "mmz4281-2324-E0.csv").exists()


async def test_a_site_that_is_not_there(closed_url: str, tmp_path: Path) -> None:
    """A refused connection is an error of the source."""
    with pytest.raises(SourceError, match="cannot be fetched"):
        await download(closed_url, "new/BRA.csv", tmp_path)


@pytest.mark.parametrize("base", ["nonsense", "http://host:port", "http://[", "ftp://host"])
async def test_an_address_that_is_none(base: str, tmp_path: Path) -> None:
    """An address that cannot be asked at all is an error of the source too."""
    with pytest.raises(SourceError, match="cannot be fetched"):
        await download(base, "new/BRA.csv", tmp_path)


async def test_an_answer_cut_short_leaves_the_old_file(site: Site, tmp_path: Path) -> None:
    """A file that is there is replaced only by a whole one."""
    file = await download(site.url, "new/BRA.csv", tmp_path)
    site.missing_bytes = 10
    with pytest.raises(SourceError):
        await download(site.url, "new/BRA.csv", tmp_path)
    assert file.read_bytes() == EXTRA


async def test_a_folder_that_cannot_be_made(site: Site, tmp_path: Path) -> None:
    """A folder whose place is taken by a file is named in the error."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(SourceError, match="cannot be written"):
        await download(site.url, "new/BRA.csv", tmp_path / "taken")


@pytest.mark.parametrize("season", ["9394", "9900", "0001", "2324"])
def test_seasons_of_the_site(season: str) -> None:
    """Seasons since 1993/94 are two years that follow each other."""
    assert checked_season(season) == season


@pytest.mark.parametrize("season", ["2325", "2423", "9293", "2023", "23/24", "8990", "x", ""])
def test_impossible_seasons(season: str) -> None:
    """Years that do not follow each other, or lie outside the site's time, are refused."""
    with pytest.raises(InputError, match="is no season"):
        checked_season(season)


def test_a_main_league_needs_a_season() -> None:
    """Without a season the error shows what to type."""
    with pytest.raises(InputError, match="phoenix data pull E0 2324"):
        remote_path("E0", None)


@pytest.mark.parametrize("arguments", [("E0", "2324"), ("e0", "2324"), ("BRA",)])
def test_pull(site: Site, phoenix: Callable[..., Any], arguments: tuple[str, ...]) -> None:
    """`phoenix data pull` fetches one file and imports it."""
    ran = phoenix("data", "pull", *arguments)
    assert ran.code == 0, ran.err
    assert "1 new matches" in ran.out
    assert len(site.asked) == 1


@pytest.mark.parametrize("arguments", [("XX", "2324"), ("E0", "2325"), ("E0",), ("BRA", "2324")])
def test_pull_refuses_before_it_asks(
    site: Site, phoenix: Callable[..., Any], arguments: tuple[str, ...]
) -> None:
    """An unknown league or an impossible season never reaches the site."""
    ran = phoenix("data", "pull", *arguments)
    assert (ran.code, ran.out, site.asked) == (2, "", [])
    assert ran.err.startswith("phoenix: ")
    assert ran.err.count("\n") == 1


def test_pull_of_a_page(site: Site, phoenix: Callable[..., Any], own_places: Path) -> None:
    """A page where a file should be is one line, exit code 2, and replaces no earlier download."""
    assert phoenix("data", "pull", "E0", "2324").code == 0
    (kept,) = own_places.rglob("*E0.csv")
    before = kept.read_bytes()
    site.bodies["/mmz4281/2324/E0.csv"] = b'<!DOCTYPE html>\n<a href="x">Sorry</a>\n'
    ran = phoenix("data", "pull", "E0", "2324")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "no file of theirs" in ran.err
    assert kept.read_bytes() == before


def test_pull_from_a_site_that_is_not_there(
    closed_url: str, phoenix: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that does not answer is one line and exit code 2."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("PHOENIX_FOOTBALL_DATA_URL", closed_url)
    ran = phoenix("data", "pull", "BRA")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert f"{closed_url}/new/BRA.csv cannot be fetched" in ran.err
