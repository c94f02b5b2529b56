"""`secscan engines install|list|verify`: the pinned tools behind the engines. Scans nothing."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secscan.errors import Exit

if TYPE_CHECKING:  # `--help` need not load the engines
    from secscan.engines import provision


@click.group(name="engines")
def engines() -> None:
    """Install, list and verify the pinned engines."""


@engines.command()
@click.argument("names", nargs=-1, metavar="[ENGINE]...")
@click.option("--mirror", metavar="URL", default="", help="Ask URL/HOST/PATH for the archive at https://HOST/PATH.")
def install(names: tuple[str, ...], mirror: str) -> None:
    """Install the locked release of each ENGINE (default: those that the configuration enables).

    What is there and whole is left alone."""
    from secscan.engines import provision

    wanted = _tools(names)
    made = provision.install(wanted, provision.Tools.here(), mirror=mirror, progress=_progress)
    for tool in made:
        if tool.state is not provision.State.FAILED:
            click.echo(f"{tool.title} {tool.version}: {tool.state.value}, {tool.place}")
    _end(made)


@engines.command(name="list")
def list_() -> None:
    """Every engine's locked release, and whether it is installed."""
    from secscan.engines import ENGINES, provision

    standing = provision.listing(provision.Tools.here())
    for name, engine in ENGINES.items():
        if not engine.EXTERNAL:
            click.echo(f"{name:<9} {engine.TITLE} {provision.locked_version(name)}: built in")
        for tool in (one for one in standing if one.engine == name):
            command = f"`secscan engines install {name}`"
            told = f"{tool.size / 1e6:.0f} MB, {tool.source}" if tool.state.usable else command
            click.echo(f"{name:<9} {tool.title} {tool.version}: {tool.state.value} ({told})")


@engines.command()
@click.argument("names", nargs=-1, metavar="[ENGINE]...")
def verify(names: tuple[str, ...]) -> None:
    """Compare every installed file of each ENGINE (default: those that the configuration enables) with what was
    installed."""
    from secscan.engines import provision

    found = provision.verify(_tools(names), provision.Tools.here())
    for tool in found:
        if tool.state.usable:
            click.echo(f"{tool.title} {tool.version}: {tool.state.value}, {tool.size / 1e6:.0f} MB ({tool.source})")
    _end(found)


def _tools(names: tuple[str, ...]) -> tuple[str, ...]:
    """The tools of the named engines. Raises click's usage error for a name that is no engine's."""
    from secscan.engines import ENGINES, provision
    from secscan.settings import load

    for name in names:
        if name not in ENGINES:
            raise click.BadParameter(f"no engine {name!r}; there are {', '.join(ENGINES)}", param_hint="ENGINE")
    chosen = names or load(Path(), explicit=False).enabled
    return tuple(tool for tool in provision.TOOLS if any(tool in provision.tools_of(name) for name in chosen))


def _progress(tool: str, said: str) -> None:
    click.echo(f"{tool}: {said}", err=True)


def _end(tools: tuple["provision.Tool", ...]) -> None:
    """Say what is wrong, and leave with 3 where a tool cannot be used."""
    broken = tuple(tool for tool in tools if not tool.state.usable)
    for tool in broken:
        click.echo(f"{tool.title} {tool.version}: {tool.state.value}: {tool.problem}", err=True)
    if broken:
        sys.exit(Exit.INCOMPLETE)
