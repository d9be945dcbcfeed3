from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from maestro_tui import logs


@pytest.fixture(autouse=True)
def logger_as_it_was() -> Iterator[None]:
    logger = logging.getLogger(logs.ROOT)
    handlers, propagate, level = list(logger.handlers), logger.propagate, logger.level
    yield
    for handler in logger.handlers:
        if handler not in handlers:
            handler.close()
    logger.handlers[:], logger.propagate = handlers, propagate
    logger.setLevel(level)


def test_the_log_goes_to_a_private_file_and_nowhere_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = logs.log_to_file("dashboard", directory=tmp_path / "logs")
    logging.getLogger("maestro_tui.wire").info("session:created ses_1")
    logging.getLogger("maestro_tui.wire").debug("only with verbose")
    assert path.read_text().endswith("INFO    maestro_tui.wire: session:created ses_1\n")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert capsys.readouterr() == ("", "")


def test_verbose_tells_more(tmp_path: Path) -> None:
    path = logs.log_to_file("dashboard", directory=tmp_path, verbose=True)
    logging.getLogger("maestro_tui.wire").debug("detail")
    assert "detail" in path.read_text()


def test_a_command_without_a_screen_logs_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    logs.log_to_stderr()
    logging.getLogger("maestro_tui.server").info("Stopped")
    assert "maestro_tui.server: Stopped" in capsys.readouterr().err


def test_a_large_log_is_set_aside_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "dashboard.log").write_text("x" * (logs.MAX_BYTES + 1))
    path = logs.log_to_file("dashboard", directory=tmp_path)
    assert path.read_text() == ""
    assert (tmp_path / "dashboard.log.1").stat().st_size == logs.MAX_BYTES + 1
