"""`pychang`, and `python -m pychang`."""

from __future__ import annotations

import sys


def main() -> None:
    """The program; Ctrl-C while it is still being loaded ends it as it does later, without a traceback."""
    try:
        from pychang.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
