"""The web face is heavy, so it comes only when it is called, and brings no numerics."""

import subprocess
import sys

LISTING = """
import sys
import phoenix.web
print("fastapi" in sys.modules)
import phoenix.web.application, phoenix.web.server, phoenix.app.probes
print(sorted({"numpy", "scipy", "phoenix.analysis", "phoenix.cli"} & set(sys.modules)))
"""


def test_what_is_imported_for_the_web():
    """The room alone brings nothing; its modules bring no other face, and no NumPy."""
    ran = subprocess.run(
        [sys.executable, "-c", LISTING], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.split("\n")[:2] == ["False", "[]"]
