from __future__ import annotations

from maestro_tui.terminal.budget import HistoryBudget
from tests.terminal.support import make_engine

LINES = b"x" * 60 + b"\r\n"


def test_terminals_share_the_budget() -> None:
    budget = HistoryBudget(8 << 20)
    engines = [make_engine(80, 24, scrollback_lines=10_000) for _ in range(4)]
    leaves = [budget.add(engine) for engine in engines]
    assert budget.share == 2 << 20
    for engine in engines:
        engine.feed(LINES * 20_000)
    assert all(1500 < engine.view().total < 3500 for engine in engines)
    for leave in leaves[1:]:
        leave()
        leave()
    assert budget.share == 8 << 20
    engines[0].feed(LINES * 20_000)
    assert engines[0].view().total > 9_000


def test_a_share_that_shrinks_drops_the_oldest_lines() -> None:
    budget = HistoryBudget(16 << 20)
    first = make_engine(80, 24, scrollback_lines=10_000, fed=LINES * 12_000)
    budget.add(first)
    before = first.view().total
    assert before > 10_000
    for _ in range(15):
        budget.add(make_engine(80, 24))
    assert first.view().total < 2_000


def test_ten_thousand_lines_are_kept_at_any_width() -> None:
    for columns in (5, 20, 40, 80, 120, 200, 300):
        colored = b"".join(b"\x1b[38;2;%d;%d;9mx\x1b[m\r\n" % (n % 256, n // 256 % 256) for n in range(1000))
        engine = make_engine(columns, 24, scrollback_lines=10_000, fed=colored * 25)
        assert engine.view().total >= 10_000
        assert engine.view().total < 30_000
