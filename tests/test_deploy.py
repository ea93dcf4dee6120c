"""The files that deploy Phoenix say what the program understands."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

from phoenix.app.settings import OWN_NAMES, Settings

ROOT = Path(__file__).parents[1]
ELSEWHERE = {"PHOENIX_DATA_DIR", "PHOENIX_PLUGINS_FILE"}  # read before there are settings
NOT_OURS = {"PATH", "POSTGRES_PASSWORD", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}

pytestmark = pytest.mark.skipif(
    not (ROOT / "Procfile").exists(), reason="the wheel holds no files to deploy it"
)


def read(name):
    """A file of the repository's top."""
    return (ROOT / name).read_text(encoding="utf-8")


def compose():
    """The services."""
    return yaml.safe_load(read("compose.yaml"))["services"]


def known_names():
    """Every variable that the program reads."""
    own = {f"PHOENIX_{name.upper()}" for name in Settings.model_fields}
    return set(OWN_NAMES) | own | ELSEWHERE | NOT_OURS


def test_every_process_of_the_procfile_is_a_command(phoenix):
    """A platform starts what is written there."""
    for line in read("Procfile").splitlines():
        program, *command = shlex.split(line.split(": ", 1)[1])
        assert program == "phoenix"
        assert phoenix(*command, "--help").code == 0


def test_the_procfile_names_every_part():
    """Web, bot and worker, and the schema before them."""
    names = [line.split(":")[0] for line in read("Procfile").splitlines()]
    assert names == ["release", "web", "bot", "worker"]


@pytest.mark.parametrize("service", ["schema", "web", "bot", "worker"])
def test_every_service_of_ours_runs_a_command(phoenix, service):
    """The image's entry point is the program itself."""
    assert phoenix(*compose()[service]["command"], "--help").code == 0


def test_what_the_files_set_is_read():
    """A misspelt variable would be passed over in silence."""
    docker = re.findall(r"^\s*(?:ENV )?([A-Z_]+)=", read("Dockerfile"), re.MULTILINE)
    unit = re.findall(r"\b([A-Z_]{4,})=", read("deploy/phoenix.service"))
    services = [name for one in compose().values() for name in one.get("environment", {})]
    ours = {name for name in services if name not in {"POSTGRES_USER", "POSTGRES_DB"}}
    pip = {"PIP_DISABLE_PIP_VERSION_CHECK", "PIP_NO_CACHE_DIR"}
    assert {*docker, *unit, *ours} - pip <= known_names()


def test_nobody_runs_as_root():
    """Neither in the image nor on a server."""
    assert "\nUSER phoenix\n" in read("Dockerfile")
    assert "\nUser=phoenix\n" in read("deploy/phoenix.service")


def test_no_byte_code_is_written():
    """The program's files belong to nobody who runs it."""
    for name in ("Dockerfile", "deploy/phoenix.service", ".env.example"):
        assert "PYTHONDONTWRITEBYTECODE=1" in read(name)


def test_the_image_brings_every_package():
    """A plugin's folder that is not there yet when requirements are installed fails the build."""
    packages = tomllib.loads(read("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    made = re.search(r"mkdir -p (.+) \\", read("Dockerfile"))
    assert made is not None
    assert set(made[1].split()) == set(packages["packages"])


def test_a_wrong_setting_is_not_tried_again_and_again():
    """Exit code 78 says that a person has to mend it."""
    assert "RestartPreventExitStatus=78" in read("deploy/phoenix.service")
