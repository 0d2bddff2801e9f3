"""Where the one-folder build begins: the same `zet` command as an installed one."""

# ruff: noqa: INP001 - a script for PyInstaller, in no package

from zet_tui.cli import main

main()
