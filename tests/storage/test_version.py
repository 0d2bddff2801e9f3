"""The version that a certificate names."""

from importlib.metadata import PackageNotFoundError

import pytest

from storage import version


def test_a_program_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert version.program_version()[0].isdigit()

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(version, "version", missing)
    assert version.program_version() == "onbekende versie"
