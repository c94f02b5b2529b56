"""`secscan plan`: the estate as plan documents, for OPA, conftest or whoever else reads one. Judges nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secscan.cli import audits, outputs
from secscan.cli.streams import write_stdout
from secscan.errors import Exit, UserError
from secscan.terraform.configuration import Configuration, with_deep_stack
from secscan.terraform.estate import Estate

if TYPE_CHECKING:
    from secscan.terraform.plan import EngineView
    from secscan.terraform.plan.masks import Json

FILE = "plan.json"


@click.command(short_help="Write what DIR amounts to as a plan document.")
@click.argument("directory", metavar="[DIR]", required=False)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    default=outputs.STDOUT,
    help="A file, standard output by default; with several roots a directory.",
)
@audits.reading_options
@click.option("--engine-view", is_flag=True, help="With placeholders where values are unknown, as our engines get it.")
def plan(output: str, engine_view: bool, **asked: object) -> int:
    """Write what DIR amounts to as a plan document, the format of `terraform show -json`.

    Without credentials, providers, state or network; unknown where a plan would say "known after apply". With several
    roots PATH is a directory, and each root's document PATH/ROOT/plan.json. Ends with 3 where an audit would be
    incomplete: the document is written, and says of itself that it is not whole.
    """
    configuration, top = audits.evaluated(audits.asked(asked))
    estates = configuration.estates
    if len(estates) > 1 and (output == outputs.STDOUT or Path(output).is_file()):
        roots = ", ".join(estate.root for estate in estates)
        hint = "name a directory for their documents (-o), or one root (DIR)"
        raise UserError(f"{len(estates)} roots: {roots}", hint=hint)
    into = Path(output)
    for estate in estates:
        content = _document(estate, engine_view=engine_view)
        if output == outputs.STDOUT:
            write_stdout(content)
        else:
            one = len(estates) == 1 and not into.is_dir()
            outputs.to_file(into if one else into / estate.root / FILE, content, top)
    return _said(configuration)


def _document(estate: Estate, *, engine_view: bool) -> bytes:
    from secscan.terraform import plan

    return with_deep_stack(
        lambda: plan.encode(_view(plan.engine_view(estate)) if engine_view else plan.document(estate))
    )


def _view(view: "EngineView") -> Mapping[str, "Json"]:
    """The document with the map of its placeholders, which engines of ours are given beside it."""
    about: dict[str, Json] = {
        "names": dict(view.names),
        "placeholders": {address: list(paths) for address, paths in view.placeholders.items()},
    }
    return {**view.document, "secscan": about}


def _said(configuration: Configuration) -> int:
    """Says the problems; answers 3 where something that should be in a document is not."""
    for problem in configuration.problems:
        place = ":".join(str(part) for part in (problem.file, problem.line) if part)
        words = f"{place}: {problem.message}" if place else problem.message
        audits.warn(f"{words}\n  {problem.hint}" if problem.hint else words)
    gaps = any(problem.incomplete for problem in configuration.problems)
    broken = any(estate.broken for estate in configuration.estates)
    return Exit.INCOMPLETE if gaps or broken or not configuration.estates else Exit.PASSED
