"""What plugins may rely on is written down, and complete."""

import inspect
import subprocess
import sys

import phoenix.plugin
from phoenix.plugin import hookspecs


def test_the_public_names_are_sorted_and_there():
    """Every public name exists, once, in order, and nothing public is left out."""
    names = phoenix.plugin.__all__
    assert names == sorted(set(names))
    imported = {
        name
        for name, value in vars(phoenix.plugin).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert imported == set(names)


def test_every_hook_is_documented_and_typed():
    """A hook says what it is for, and what it takes and gives."""
    hooks = {n: f for n, f in vars(hookspecs).items() if n.startswith("phoenix_")}
    assert len(hooks) == 8
    for hook in hooks.values():
        signature = inspect.signature(hook)
        assert hook.__doc__
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(p.annotation is not p.empty for p in signature.parameters.values())


def test_importing_what_plugins_import_is_light():
    """`phoenix.plugin` brings neither pydantic, scipy, a database nor the web along."""
    code = "import sys, phoenix.plugin; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pydantic", "scipy", "sqlmodel", "sqlalchemy", "httpx", "rich"} & set(modules)
