"""Texts as they are drawn: harmless, of an exact width, ages in few characters. Pure."""
