from __future__ import annotations

import pytest

from maestro_tui.errors import PaneError
from maestro_tui.terminal.command import is_refused, pane_environment, split_command


@pytest.mark.parametrize(
    ("command", "argv"),
    [
        ("claude", ["claude"]),
        ("claude --model 'opus 4' -p \"hi there\"", ["claude", "--model", "opus 4", "-p", "hi there"]),
        (
            "echo $(id); rm -rf / | cat > x && y",
            ["echo", "$(id);", "rm", "-rf", "/", "|", "cat", ">", "x", "&&", "y"],
        ),
        ("a\\ b c", ["a b", "c"]),
        ("echo '' x", ["echo", "", "x"]),
        ("first\nsecond", ["first", "second"]),
        ("# not a comment", ["#", "not", "a", "comment"]),
    ],
)
def test_commands_are_split_into_words_and_never_interpreted(command: str, argv: list[str]) -> None:
    assert split_command(command) == argv


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        ("", "is empty"),
        ("  \n ", "is empty"),
        ("'' x", "is empty"),
        ("echo 'open", "no closing quotation"),
        ("echo \\", "no escaped character"),
        ("echo a\0b", "NUL"),
    ],
)
def test_commands_that_cannot_be_run_say_why(command: str, complaint: str) -> None:
    with pytest.raises(PaneError, match=complaint):
        split_command(command)


def test_environment_is_the_users_with_what_the_event_gives() -> None:
    base = {"HOME": "/home/me", "PATH": "/bin", "LANG": "de_DE.UTF-8", "PYTHONPATH": "/mine"}
    environment = pane_environment(base, {"MAESTRO_SESSION_ID": "s1", "LANG": "C", "PYTHONUNBUFFERED": "1"})
    assert environment.variables == {
        "HOME": "/home/me",
        "PATH": "/bin",
        "LANG": "C",
        "PYTHONPATH": "/mine",
        "PYTHONUNBUFFERED": "1",
        "MAESTRO_SESSION_ID": "s1",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TERM_PROGRAM": "maestro-tui",
    }
    assert environment.refused == ()


@pytest.mark.parametrize(
    "name",
    [
        *[
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "LD_AUDIT",
            "DYLD_INSERT_LIBRARIES",
            "PYTHONPATH",
            "PYTHONSTARTUP",
        ],
        *["PYTHONHOME", "NODE_OPTIONS", "BASH_ENV", "ENV", "PERL5OPT", "PERL5LIB", "RUBYOPT", "RUBYLIB"],
        *["GIT_SSH_COMMAND", "GIT_CONFIG_COUNT", "IFS", "SHELLOPTS", "PS4", "PROMPT_COMMAND", "PATH"],
        *["BASH_FUNC_ls%%", "", "A=B", "A\0B", "A B", "A\nB"],
    ],
)
def test_variables_that_change_how_code_is_loaded_are_not_taken_from_an_event(name: str) -> None:
    assert is_refused(name)
    environment = pane_environment({"PATH": "/bin"}, {name: "/evil", "KEPT": "1"})
    assert environment.variables.get(name, "") != "/evil"
    assert environment.variables["KEPT"] == "1"
    assert environment.refused == (name,)


def test_values_with_a_nul_byte_are_refused() -> None:
    assert pane_environment({}, {"A": "x\0y"}).refused == ("A",)


def test_nothing_of_the_terminal_around_us_reaches_a_pane() -> None:
    outer = {
        "TMUX": "/tmp/x,1,0",
        "STY": "1.a",
        "KITTY_WINDOW_ID": "1",
        "LINES": "24",
        "COLUMNS": "80",
        "TERM": "dumb",
    }
    variables = pane_environment(outer, {"COLUMNS": "5", "TERM": "vt52"}).variables
    assert variables == {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TERM_PROGRAM": "maestro-tui"}
