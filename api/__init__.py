"""The web: a read-only HTTP API under /api and pages in Chinese with English beside it. `app.create_app(store)` starts here."""
