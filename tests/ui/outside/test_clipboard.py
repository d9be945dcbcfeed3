"""The clipboard: by the outer terminal and by the tools of this machine, which are real programs here."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from textual.app import App

from maestro_tui.ui.outside.clipboard import LONGEST, Clipboard, tool_for


def install(directory: Path, name: str, script: str) -> Path:
    path = directory / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("names", "environ", "platform", "expected"),
    [
        (["pbcopy"], {}, "darwin", "pbcopy"),
        (["pbcopy", "xclip"], {"DISPLAY": ":0"}, "linux", "xclip"),
        (["wl-copy", "xclip"], {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, "linux", "wl-copy"),
        (["wl-copy", "xclip"], {}, "linux", None),
        (["xsel"], {"DISPLAY": ":0"}, "linux", "xsel"),
        ([], {"DISPLAY": ":0"}, "linux", None),
    ],
)
def test_which_tool_is_used(
    tmp_path: Path, names: list[str], environ: dict[str, str], platform: str, expected: str | None
) -> None:
    for name in names:
        install(tmp_path, name, "cat")
    command = tool_for({**environ, "PATH": str(tmp_path)}, platform)
    assert (Path(command[0]).name if command else None) == expected


async def test_a_text_reaches_the_terminal_and_the_tool(tmp_path: Path) -> None:
    install(tmp_path, "xclip", f'/bin/cat > {tmp_path}/copied; echo "$@" >> {tmp_path}/copied')
    app: App[None] = App()
    async with app.run_test():
        clipboard = Clipboard(app, {"DISPLAY": ":0", "PATH": str(tmp_path)})
        assert clipboard.copy("two\nlines; $(rm x) 日本")
        await asyncio.gather(*clipboard._writing)
        assert app.clipboard == "two\nlines; $(rm x) 日本"
        assert (tmp_path / "copied").read_text() == "two\nlines; $(rm x) 日本-selection clipboard\n"


async def test_what_is_empty_or_too_long_is_not_copied() -> None:
    app: App[None] = App()
    async with app.run_test():
        clipboard = Clipboard(app, {})
        assert not clipboard.copy("")
        assert not clipboard.copy("x" * (LONGEST + 1))
        assert app.clipboard == ""


async def test_a_tool_that_hangs_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("maestro_tui.ui.outside.clipboard.TOOL_SECONDS", 0.1)
    install(tmp_path, "xclip", "exec /bin/sleep 60")
    app: App[None] = App()
    async with app.run_test():
        clipboard = Clipboard(app, {"DISPLAY": ":0", "PATH": str(tmp_path)})
        with caplog.at_level(logging.WARNING):
            clipboard.copy("x" * 1_000_000)
            await asyncio.wait_for(asyncio.gather(*clipboard._writing), 5)
        assert "did not take the text" in caplog.text


async def test_a_tool_that_cannot_be_started_costs_nothing(tmp_path: Path) -> None:
    tool = install(tmp_path, "xclip", "cat")
    tool.write_text("#!/no/such/interpreter\n")
    app: App[None] = App()
    async with app.run_test():
        clipboard = Clipboard(app, {"DISPLAY": ":0", "PATH": str(tmp_path)})
        assert clipboard.copy("text")
        await asyncio.gather(*clipboard._writing)
