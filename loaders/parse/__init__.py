"""Blocks → records: one module per kind of fact; document.py puts them together."""
