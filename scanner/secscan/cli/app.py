"""The table of commands. Imports a command's module when it is run, so that `--help` and `--version` are quick."""

import importlib
from typing import Final

import click

from secscan import __version__

# Name -> (module, its click command, what `secscan --help` says of it). A test holds the words equal to the command's.
COMMANDS: Final[dict[str, tuple[str, str, str]]] = {
    "scan": ("scan", "scan", "Audit DIR and gate on the verdict."),
    "report": ("report", "report", "Render the audit of DIR as it stands."),
    "plan": ("plan", "plan", "Write what DIR amounts to as a plan document."),
    "inspect": ("inspect", "inspect", "Show the evaluated configuration, and where values come from."),
    "explain": ("explain", "explain", "Explain a rule, or a finding of the last audit."),
    "rules": ("rules", "rules", "List, test and measure the rules."),
    "waivers": ("waivers", "waivers", "List, add and check the waivers."),
    "engines": ("engines", "engines", "Install, list and verify the pinned engines."),
    "config": ("config", "config", "Check the configuration."),
    "doctor": ("doctor", "doctor", "Tell what is there, what is missing, what to do."),
}


class Commands(click.Group):
    """A group whose commands are in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"secscan.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            from secscan.spelling import nearest

            meant = nearest(args[0], COMMANDS)
            ctx.fail(f"No such command {args[0]!r}." + (f" Did you mean {meant!r}?" if meant else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, _, words) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="secscan %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
def secscan(debug: bool) -> None:
    """Policy-as-code security scanning for Terraform: several engines, one audit, one verdict.

    Exit codes: 0 passed, 1 findings, 2 usage or configuration, 3 incomplete, 4 internal error, 130 interrupted.
    """
    del debug  # read at the boundary (`cli.run`), where the error arrives
