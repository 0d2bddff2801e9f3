"""The module that touches the disk as Windows would load it; trying it there remains to be done."""

import importlib.util
import sys
from types import ModuleType

import pytest

from storage.vault import disk


def disk_on_windows(monkeypatch: pytest.MonkeyPatch, msvcrt: object) -> ModuleType:
    """`storage.vault.disk` where the platform is Windows and `msvcrt` is this one."""
    monkeypatch.setitem(sys.modules, "msvcrt", msvcrt)
    spec = importlib.util.spec_from_file_location("disk_on_windows", disk.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        spec.loader.exec_module(module)
    return module
