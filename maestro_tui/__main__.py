"""``python -m maestro_tui`` is the command ``maestro-tui``."""

from maestro_tui.cli.main import run

if __name__ == "__main__":
    run()
