"""The small directory of tests/finding.py."""

from tests.finding import directory

__all__ = ["directory"]
