"""Styles of cells, made up."""

from __future__ import annotations

from hypothesis import strategies as st

from maestro_tui.terminal.cells import CellStyle, Underline

colors = st.none() | st.integers(0, 255) | st.tuples(*[st.integers(0, 255)] * 3)
styles = st.builds(
    CellStyle,
    fg=colors,
    bg=colors,
    bold=st.booleans(),
    italic=st.booleans(),
    dim=st.booleans(),
    underline=st.sampled_from(Underline),
    blink=st.booleans(),
    reverse=st.booleans(),
    conceal=st.booleans(),
    strike=st.booleans(),
    overline=st.booleans(),
    underline_color=colors,
    link=st.just(False),
)
