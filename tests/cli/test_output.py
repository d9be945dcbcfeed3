from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, strategies as st

from maestro_tui.cli.output import Column, Output, readable_json
from maestro_tui.ui.text.fitting import width_of
from tests.cli.commands import Commands
from tests.support.program import MAESTRO

COLUMNS = (
    Column[tuple[str, str]](title="ID", text=lambda row: row[0]),
    Column[tuple[str, str]](title="NAME", text=lambda row: row[1], least=6),
)


@pytest.mark.parametrize("width", [8, 20, 30, 80])
@pytest.mark.parametrize("name", ["a", "a" * 50, "宽" * 30, "e\u0301" * 40, "x\ny\x1b[0m", ""])
def test_rows_fit_the_terminal_as_far_as_ids_do(
    width: int, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    Output().table(COLUMNS, [("ses_123456", name)], empty="Nothing.")
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["ID", "NAME"]
    assert row.startswith("ses_123456")
    assert width_of(row) <= max(width, len("ses_123456") + 2 + 6)


def test_what_is_piped_is_not_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    Output().table(COLUMNS, [("ses_1", "word " * 60)], empty="Nothing.")
    assert capsys.readouterr().out.splitlines()[1].endswith("word word")


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(documents)
def test_json_stays_the_same_and_moves_no_cursor(document: object) -> None:
    text = readable_json(msgspec.json.encode(document), indent=2)
    assert msgspec.json.decode(text) == document
    assert all(character.isprintable() or character == "\n" for character in text)


def test_a_terminal_that_lacks_letters_gets_question_marks_and_a_script_gets_utf_8(
    commands: Commands,
) -> None:
    commands.ok("project", "create", "Größe …")
    shown = commands.process("project", "list", PYTHONIOENCODING="iso8859-5")
    assert "Gr??e ?" in shown.stdout
    document = commands.process("project", "list", "--json", PYTHONIOENCODING="latin-1")
    assert msgspec.json.decode(document.stdout)[0]["name"] == "Größe …"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
@pytest.mark.parametrize("arguments", [["project", "list"], ["project", "list", "--json"]])
def test_a_disk_that_is_full_is_told(commands: Commands, arguments: list[str]) -> None:
    commands.ok("project", "create", "Large")
    with Path("/dev/full").open("wb") as full:
        completed = subprocess.run(
            [*MAESTRO, *arguments],
            env=commands.home.environ,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert completed.returncode == 1
    assert completed.stderr == b"maestro-tui: Cannot write the output: No space left on device.\n"


def test_colours_are_for_terminals_and_for_who_wants_them(commands: Commands, tmp_path: Path) -> None:
    commands.ok("project", "create", "Zebra", "--dir", str(tmp_path))
    commands.ok("session", "create", "--project", "Zebra", "--name", "A" * 200, "--status", "working")
    command = ("session", "list")
    assert "\x1b" not in commands.ok(*command)
    shown = commands.on_terminal(*command, columns=100)
    assert "\x1b[32mworking\x1b[0m" in shown
    for environ in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = commands.on_terminal(*command, columns=100, **environ)
        assert "\x1b" not in plain
        assert all(len(line) <= 100 for line in plain.splitlines())
        assert "AAAA…" in plain
