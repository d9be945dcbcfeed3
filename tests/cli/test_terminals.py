from __future__ import annotations

import pytest

from maestro_tui.cli.terminals import chosen_terminal
from maestro_tui.errors import ConfigurationError, PaneError
from maestro_tui.terminal.host.messages import TerminalInfo

TERMINALS = [
    TerminalInfo(session_id=session_id, terminal_id=f"trm_{number}", name=name)
    for number, (session_id, name) in enumerate(
        [
            ("ses_aaaa1111", "Painter"),
            ("ses_aaaa2222", "\N{WOMAN}\u200d\N{GIRL} Washer"),
            ("ses_bbbb1111", "ses_aaaa1111 again"),
        ]
    )
]


@pytest.mark.parametrize(
    ("given", "session_id"),
    [
        ("ses_aaaa1111", "ses_aaaa1111"),
        ("ses_b", "ses_bbbb1111"),
        ("bbbb", "ses_bbbb1111"),
        ("Painter", "ses_aaaa1111"),
        # As a narrow table shows them.
        ("ses_aaaa2…", "ses_aaaa2222"),
        ("\N{WOMAN}·\N{GIRL} Washer", "ses_aaaa2222"),
    ],
)
def test_what_is_meant_is_found(given: str, session_id: str) -> None:
    assert chosen_terminal(TERMINALS, given).session_id == session_id


@pytest.mark.parametrize(
    ("given", "error"),
    [("aaaa", ConfigurationError), ("ses_aaaa…", ConfigurationError), ("…", PaneError), ("", PaneError)],
)
def test_what_is_not_clear_is_not_guessed(given: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        chosen_terminal(TERMINALS, given)
