from __future__ import annotations

from maestro_tui.terminal.listeners import Listeners


def test_all_are_called_in_order_until_they_go() -> None:
    listeners: Listeners[[int]] = Listeners()
    heard: list[tuple[str, int]] = []
    assert not listeners
    first = listeners.connect(lambda number: heard.append(("first", number)))
    listeners.connect(lambda number: heard.append(("second", number)))
    assert listeners
    listeners(1)
    first()
    first()
    listeners(2)
    assert heard == [("first", 1), ("second", 1), ("second", 2)]


def test_one_may_leave_while_it_is_called() -> None:
    listeners: Listeners[[]] = Listeners()
    heard: list[str] = []

    def once() -> None:
        heard.append("once")
        leave()

    leave = listeners.connect(once)
    listeners.connect(lambda: heard.append("always"))
    listeners()
    listeners()
    assert heard == ["once", "always", "always"]
