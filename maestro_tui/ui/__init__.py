"""The dashboard: Textual, and nothing below it knows Textual.

Widgets read the store and post messages; the screen turns those into calls on the conductor. What a row, a line or a
bar says is decided by pure functions (`presentation`, `status`, `columns`); widgets only draw it.
"""
