"""What the subcommands of `zet` do; each module is imported only when its command is called."""
