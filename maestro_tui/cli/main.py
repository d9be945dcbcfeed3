"""``maestro-tui``: where the program starts, and where an error becomes a sentence and a number.

Imports as little as it can: most of the time there is nothing to parse, and the dashboard is to be opened at once.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

from maestro_tui.errors import MaestroError

COMPLETION_VARIABLE: Final = "_MAESTRO_TUI_COMPLETE"
"""Set by a shell that asks how a command line could go on."""


def run() -> None:
    """Run the command line. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 no server."""
    try:
        _open_what_is_closed()
        if len(sys.argv) > 1 or COMPLETION_VARIABLE in os.environ:
            from maestro_tui.cli.commands import run_command

            run_command()
        else:
            # As in `run_dashboard`, but before all that the dashboard imports.
            gc.disable()
            from maestro_tui.cli.dashboard import open_dashboard

            open_dashboard()
    except MaestroError as error:
        sys.stderr.write(f"maestro-tui: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone, as with `| head`: there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        # A full disk, a file that may not be written: the machine's trouble, told in its words.
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"maestro-tui: {where}{error.strerror or error}\n")
        sys.exit(1)


def _open_what_is_closed() -> None:
    """Put nothing where the shell closed a stream (``>&-``): the next file opened would take its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            # The lowest free number is given out, and those before this one are taken.
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", closefd=False))


if __name__ == "__main__":
    run()
