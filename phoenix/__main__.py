"""``phoenix`` and ``python -m phoenix``."""

import os
import sys

if sys.argv[1:2] == ["serve"]:  # asked to stop while it imports, it stops in order all the same
    from phoenix.app.signals import early

    early(for_good=True)

from phoenix.cli.main import run


def main() -> None:
    """Run the command line and exit with its code.

    Our matrices are small: more BLAS threads only make them slower. NumPy reads this once, when it
    is imported, so it is said before anything else.
    """
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
