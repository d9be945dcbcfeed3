"""The host process. Started by the first spawn of a dashboard; not meant to be started by hand."""

from __future__ import annotations

import sys

from maestro_tui.conductor.hosting.process import main

if __name__ == "__main__":
    sys.exit(main())
