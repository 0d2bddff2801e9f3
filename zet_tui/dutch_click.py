"""click in Dutch: headings of the help, and a sentence for every way in which a command line can be wrong."""

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from functools import cached_property
from typing import Any

import click


class _Dutch:
    """What groups and commands share: Dutch headings and a Dutch --help."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        assert isinstance(self, click.Command)  # noqa: S101 - a mixin: tells the type checker what it is mixed into
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Gebruik: ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        assert isinstance(self, click.Command)  # noqa: S101 - as above
        option = click.Command.get_help_option(self, ctx)
        if option is not None:
            option.help = "Deze uitleg tonen."
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        assert isinstance(self, click.Command)  # noqa: S101 - as above
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        rows = [row for option in options if (row := option.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section("Opties"):
                formatter.write_dl(
                    [(names, text.replace("[required]", "[verplicht]")) for names, text in rows]
                )


class DutchCommand(_Dutch, click.Command):
    """One command with Dutch help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[OPTIES]", **kwargs})


class ReadInLater(MutableMapping[str, click.Command]):
    """Commands by their names, imported by `read_in` when somebody first asks for one."""

    def __init__(self, read_in: Callable[[], Iterable[click.Command]]) -> None:
        self._read_in = read_in

    @cached_property
    def _all(self) -> dict[str, click.Command]:
        return {command.name: command for command in self._read_in() if command.name is not None}

    def __getitem__(self, name: str) -> click.Command:
        return self._all[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._all[name] = command

    def __delitem__(self, name: str) -> None:
        del self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


class DutchGroup(_Dutch, click.Group):
    """The `zet` command with its subcommands; an alias is found but not listed twice."""

    command_class = DutchCommand

    def __init__(self, *args: Any, aliases: dict[str, str] | None = None, **kwargs: Any) -> None:
        words = {"options_metavar": "[OPTIES]", "subcommand_metavar": "[OPDRACHT] …"}
        super().__init__(*args, **{**words, **kwargs})
        self.aliases = aliases or {}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, self.aliases.get(cmd_name, cmd_name))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Dutch.format_options(self, ctx, formatter)
        rows = [(name, command.get_short_help_str(120)) for name, command in sorted(self.commands.items())]
        with formatter.section("Opdrachten"):
            formatter.write_dl(rows)


def usage_sentence(error: click.UsageError) -> str:
    """What is wrong with this command line, in Dutch, with the way to the explanation."""
    path = error.ctx.command_path if error.ctx else "zet"
    return f"{_what(error)}\nUitleg: {path} --help"


def _what(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"De optie {error.option_name} bestaat niet.{_perhaps(error.possibilities)}"
        case click.MissingParameter():
            return f"Er ontbreekt iets: {_name(error)}."
        case click.BadOptionUsage():
            return f"De optie {error.option_name} is niet goed gebruikt."
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices))):
            return f"De waarde voor {_name(error)} kan niet. Kies uit: {', '.join(choices)}."
        case click.BadParameter():
            return f"De waarde voor {_name(error)} kan niet."
        case _ if error.ctx is not None and isinstance(error.ctx.command, click.Group):
            return "Deze opdracht bestaat niet."
        case _:
            return "Dit zijn te veel of onbekende woorden achter de opdracht."


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "een waarde"
    return error.param.make_metavar(error.ctx) if isinstance(error.param, click.Argument) and error.ctx else (
        error.param.opts[0] if error.param.opts else str(error.param.name)
    )  # fmt: skip


def _perhaps(possibilities: Sequence[str] | None) -> str:
    return f" Bedoelt u {possibilities[0]}?" if possibilities else ""
