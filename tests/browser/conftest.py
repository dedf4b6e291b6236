"""Offers the fixture `chromium`, and runs browser tests last."""

from tests.browser.chromium import chromium, pytest_collection_modifyitems

__all__ = ["chromium", "pytest_collection_modifyitems"]
