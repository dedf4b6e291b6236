"""The web: a read-only HTTP API under /api, and pages in Chinese with English beside it. Starts in app.py."""
