"""The command line: the one boundary where exceptions become messages and exit codes. Does no command's work.

`main` is the entry point of the console script. Exit codes: `secscan.errors.Exit`, docs/exit-codes.md.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from secscan.cli.app import secscan
from secscan.cli.streams import hush
from secscan.errors import Exit, SecscanError


def main() -> NoReturn:
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs one command; answers the exit code. Whatever is wrong is said on stderr, in words."""
    try:
        code = secscan.main(list(arguments), prog_name="secscan", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        return _said("interrupted", Exit.INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except SecscanError as error:
        hint = getattr(error, "hint", "")
        return _said(f"{error}\n  {hint}" if hint and hint not in str(error) else str(error), error.code)
    except KeyboardInterrupt:
        return _said("interrupted", Exit.INTERRUPTED)
    except BrokenPipeError:
        hush()
        return Exit.PASSED  # who reads has seen enough; what was asked for was done
    except OSError as error:
        hush()
        return _said(f"{error.filename or 'standard output'}: {error.strerror or error}", Exit.USAGE)
    except Exception as error:  # noqa: BLE001 - the one place: everything else has a name by now
        return _internal(error, debug="--debug" in arguments)
    return code if isinstance(code, int) else Exit.PASSED


def _said(message: str, code: Exit) -> Exit:
    from secscan.reports.text import inert

    click.echo(f"secscan: {inert(message)}", err=True)
    return code


def _internal(error: Exception, *, debug: bool) -> Exit:
    if debug:
        import traceback

        traceback.print_exception(error)
    told = f"internal error: {type(error).__name__}: {error}"
    return _said(told if debug else f"{told}\n  `secscan --debug ...` shows where", Exit.INTERNAL)
