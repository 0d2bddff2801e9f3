"""The version of this program, as a certificate and a crash report name it."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """As installed; words when it runs without being installed."""
    try:
        return version("zet-tui")
    except PackageNotFoundError:
        return "onbekende versie"
