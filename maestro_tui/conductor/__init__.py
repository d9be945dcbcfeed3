"""The only place where store and devices meet; headless.

Stream → store → effects → devices → actions. Importing it loads no Textual.
"""
