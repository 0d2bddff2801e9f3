"""`python -m zet_tui`: the `zet` command where only Python itself may be started, as on many managed laptops."""

from zet_tui.cli import main

if __name__ == "__main__":
    main()
