"""A plugin of a third party's is a distribution of its own, and needs nothing but itself.

The wheel is written here from the third party's sources: what a build backend would make of them,
without a network and without a build backend.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from phoenix.sources.demo.truth import CLUBS

SOURCE = Path(__file__).parent / "third_party" / "card_counter"
GROUP = "phoenix.analyzers.v1"


def metadata(project):
    """The files of a ``*.dist-info`` folder, made from a project table."""
    requires = "".join(f"Requires-Dist: {one}\n" for one in project["dependencies"])
    points = "".join(f"{k} = {v}\n" for k, v in project["entry-points"][GROUP].items())
    named = f"Name: {project['name']}\nVersion: {project['version']}\n"
    return {
        "METADATA": f"Metadata-Version: 2.1\n{named}{requires}",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "entry_points.txt": f"[{GROUP}]\n{points}",
    }


def build(folder):
    """A wheel of the third party's sources."""
    project = tomllib.loads((SOURCE / "pyproject.toml").read_text())["project"]
    name = f"{project['name'].replace('-', '_')}-{project['version']}"
    info = f"{name}.dist-info"
    code = [path for path in sorted(SOURCE.glob("card_counter/*")) if path.is_file()]
    files = {str(path.relative_to(SOURCE)): path.read_bytes() for path in code}
    files |= {f"{info}/{file}": text.encode() for file, text in metadata(project).items()}
    record = "".join(f"{path},{digest(body)},{len(body)}\n" for path, body in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    wheel = folder / f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, body in files.items():
            archive.writestr(path, body)
    return wheel


def digest(body):
    """A hash as RECORD writes it."""
    raw = base64.urlsafe_b64encode(hashlib.sha256(body).digest())
    return f"sha256={raw.decode().rstrip('=')}"


def called(*arguments, env=None):
    """What a Python process did."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, **(env or {})},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder into which pip has installed the third party's wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("third_party")
    options = ("--no-deps", "--no-index", "--disable-pip-version-check", "--no-compile")
    wheel = build(folder)
    ran = called("-m", "pip", "install", *options, "--target", str(folder / "site"), str(wheel))
    assert ran.returncode == 0, ran.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def demo_data(tmp_path_factory):
    """A data directory with the demo league, stored without the third party."""
    folder = tmp_path_factory.mktemp("data")
    places = {
        "PHOENIX_DATA_DIR": str(folder),
        "PHOENIX_PLUGINS_FILE": str(folder / "plugins.toml"),
    }
    ran = called("-m", "phoenix", "demo", env=places)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture
def with_plugin(site, demo_data):
    """Runs ``phoenix`` where the third party's distribution is installed."""
    env = {"PYTHONPATH": str(site), "PHOENIX_DATA_DIR": str(demo_data)}

    def run(*arguments):
        ran = called("-m", "phoenix", *arguments, env=env)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return run


def listed(run):
    """The third party's row of the list."""
    rows = json.loads(run("plugins", "list", "--json"))
    return next(row for row in rows if row["id"] == "card_counter")


def heard(run):
    """Who forecast cards in a dossier, and who is said to be silent."""
    dossier = json.loads(run("dossier", *CLUBS[:2], "--format", "json"))
    voices = [voice["analyzer"] for voice in dossier["voices"].get("cards", [])]
    return voices, [silence["analyzer"] for silence in dossier["silences"]]


def test_the_third_party_brings_itself_alone(site):
    """No file of Phoenix's is in its folder, and no wheel of Phoenix's was built."""
    assert {path.name for path in site.iterdir()} == {
        "card_counter",
        "card_counter-0.3.0.dist-info",
    }


def test_phoenix_does_not_know_the_third_party(demo_data):
    """Without its folder on the path nobody mentions it."""
    ran = called("-m", "phoenix", "plugins", "list", env={"PHOENIX_DATA_DIR": str(demo_data)})
    assert ran.returncode == 0
    assert "card_counter" not in ran.stdout


def test_it_is_found_as_its_own_distribution(with_plugin):
    """The list says from where it comes and what it promises."""
    row = listed(with_plugin)
    assert (row["distribution"], row["distribution_version"]) == ("card-counter", "0.3.0")
    assert row["entry_point"] == f"{GROUP}: card_counter = card_counter"
    assert (row["enabled"], row["quantities"], row["needs"]) == (True, ["cards"], ["statistics"])


def test_it_is_heard_until_it_is_switched_off(with_plugin):
    """A line in plugins.toml takes it out, and the same line brings it back."""
    voices, _ = heard(with_plugin)
    assert "card_counter" in voices
    with_plugin("plugins", "disable", "card_counter")
    voices, silent = heard(with_plugin)
    assert "card_counter" not in voices + silent
    assert (listed(with_plugin)["verdict"], listed(with_plugin)["reason"]) == (
        "disabled",
        "switched off",
    )
    with_plugin("plugins", "enable", "card_counter")
    assert "card_counter" in heard(with_plugin)[0]


def test_its_evidence_and_version_reach_the_dossier(with_plugin):
    """A reader sees on what the third party rests."""
    dossier = json.loads(with_plugin("dossier", *CLUBS[:2], "--format", "json"))
    (voice,) = [v for v in dossier["voices"]["cards"] if v["analyzer"] == "card_counter"]
    assert (voice["version"], voice["evidence"][0]["name"]) == ("0.3.0", "mean cards")
    assert 0 < voice["evidence"][0]["home"] < 6
