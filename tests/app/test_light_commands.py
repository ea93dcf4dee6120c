"""Commands that need little import little."""

import subprocess
import sys

import pytest

HEAVY = {"scipy", "sqlmodel", "sqlalchemy", "pydantic", "telegram"}

LISTING = """
import sys
from phoenix.cli.main import run
code = run({arguments!r})
print("code", code, file=sys.stderr)
print("modules", *sys.modules, file=sys.stderr)
"""


def imported_by(*arguments):
    """The top-level modules that a command has imported when it ends well."""
    ran = subprocess.run(
        [sys.executable, "-c", LISTING.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "code 0\n" in ran.stderr
    listed = ran.stderr.partition("modules ")[2].split()
    return {name.partition(".")[0] for name in listed}


@pytest.mark.parametrize("arguments", [("--help",), ("plugins", "list"), ("--version",)])
def test_looking_around_imports_nothing_heavy_and_no_plugin(arguments):
    """Neither numerics, database and settings, nor any plugin's code."""
    modules = imported_by(*arguments)
    assert "phoenix" in modules
    assert not modules & HEAVY
    assert not [name for name in modules if name.startswith("phoenix_")]


@pytest.mark.parametrize("arguments", [["--help"], ["plugins", "list"]])
def test_the_module_runs_as_a_program(arguments):
    """``python -m phoenix`` is the command line."""
    ran = subprocess.run(
        [sys.executable, "-m", "phoenix", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout
