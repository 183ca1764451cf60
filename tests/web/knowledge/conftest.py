"""The same as for the office's pages."""

from tests.web.staff_office.conftest import as_user, lone, mette, programme

__all__ = ["as_user", "lone", "mette", "programme"]
