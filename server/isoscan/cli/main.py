"""The `isoscan` command: parse the arguments, run one subcommand, turn what goes wrong into one sentence.

Each subcommand is imported only when it is asked for, so that `isoscan check` starts quickly. Exit
status: 0 nothing found, 1 findings, 2 isoscan could not do its work.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence

from isoscan import __version__
from isoscan.cli.messages import DEBUG, complain, internal_error

INTERRUPTED = 130
OUTPUT_CLOSED = 141
COULD_NOT_WORK = 2

_RULE_CODES = "codes or their beginnings, separated by commas: ISO201,ISO3 (ALL for every rule)"


def _check(options: argparse.Namespace) -> int:
    # An analysis leaves no cycles behind: looking for garbage often would only cost time.
    gc.set_threshold(1_000_000, 20, 20)
    from isoscan.cli.check import run

    status = run(options)
    gc.freeze()  # likewise at the end: what is left goes with the process
    return status


def _extract(options: argparse.Namespace) -> int:
    from isoscan.cli.extract import run

    return run(options)


def _server(options: argparse.Namespace) -> int:
    from isoscan.cli.server import run

    return run(options)


def _rule(options: argparse.Namespace) -> int:
    from isoscan.cli.rule import run

    return run(options)


def _opinion(options: argparse.Namespace) -> int:
    from isoscan.cli.opinion import run

    return run(options)


def _describe_check(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="files and folders to check; - reads standard input")
    add("--output-format", choices=("text", "json", "sarif", "github"), default="text")
    add("--select", metavar="CODES", help=f"check these rules only: {_RULE_CODES}")
    add("--ignore", metavar="CODES", help="leave these rules out, spelled as for --select")
    add("--watch", action="store_true", help="check again whenever a file changes")
    add("--explain", action="store_true", help="give the evidence that each scanner rests on")
    add("--statistics", action="store_true", help="count the findings per rule instead of listing them")
    add("--baseline", metavar="FILE", help="hide the findings that FILE lists")
    add("--write-baseline", metavar="FILE", help="write today's findings to FILE and report none of them")
    add("--stdin-filename", metavar="PATH", default="", help="the name of the file given on standard input")


def _describe_extract(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help="the file that holds the scanners")
    add("--scanner", action="append", default=[], metavar="NAME", help="extract this one; may be repeated")
    add("--all", action="store_true", help="extract every scanner of the file")
    add("--move", action="store_true", help="take them out of FILE; it imports those that it still needs")
    add("--shared", action="store_true", help="make a package: what several of them use goes to _shared.py")
    add(
        "--template",
        metavar="NAME|PATH",
        help="minimal, standard, enterprise, or a jinja template of your own",
    )
    add("--output-dir", metavar="DIR", help="where to; without it beside FILE")
    add("--force", action="store_true", help="overwrite files that exist")
    add("--merge", action="store_true", help="update files that exist, and keep what was edited in them")
    add("--no-format", action="store_true", help="leave new files unformatted, whatever formatter there is")
    add("--verify", action="store_true", help="run original and result on synthetic bars, and compare")
    add("--python", metavar="PATH", default="", help="the interpreter to verify with (pandas, numpy)")


def _describe_server(parser: argparse.ArgumentParser) -> None:
    transport = parser.add_mutually_exclusive_group()
    transport.add_argument("--stdio", action="store_true", help="standard input and output (the default)")
    transport.add_argument("--tcp", metavar="HOST:PORT", help="listen on a TCP port (127.0.0.1 without HOST)")
    transport.add_argument("--ws", metavar="HOST:PORT", help="listen for web socket connections")


def _describe_rule(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", nargs="?", metavar="CODE", help="a code or name; without it all are listed")
    parser.add_argument("--output-format", choices=("text", "markdown", "json"), default="text")


def _describe_opinion(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", nargs="?", metavar="FILE", default="", help="the file to ask about")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--show", action="store_true", help="print what would be sent, and send nothing")
    instead.add_argument("--consent", action="store_true", help="agree that code of this project is sent")
    instead.add_argument("--withdraw", action="store_true", help="no longer agree")
    instead.add_argument("--log", action="store_true", help="print what was sent so far, as JSON lines")
    add("--output-format", choices=("text", "json"), default="text")


_COMMANDS: dict[
    str, tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]
] = {
    "check": ("find scanners and what contaminates them", _describe_check, _check),
    "extract": ("write scanners to files of their own", _describe_extract, _extract),
    "server": ("run the language server", _describe_server, _server),
    "rule": ("explain a rule", _describe_rule, _rule),
    "opinion": ("ask a language model about what is uncertain", _describe_opinion, _opinion),
}


def build_parser() -> argparse.ArgumentParser:
    """Give the parser for the whole command line."""
    verbose = argparse.ArgumentParser(add_help=False)
    verbose.add_argument("--verbose", action="store_true", help="give a stack trace for an internal error")
    parser = argparse.ArgumentParser(prog="isoscan", description="Keep the scanners of one file apart.")
    parser.add_argument("--version", action="version", version=f"isoscan {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (purpose, describe, run) in _COMMANDS.items():
        command = commands.add_parser(
            name, help=purpose, description=f"{name}: {purpose}.", parents=[verbose]
        )
        describe(command)
        command.set_defaults(run=run)
    return parser


def _print_anything() -> None:
    """Let output streams print any text: what their encoding lacks comes out as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush cannot fail."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit status; no exception but `SystemExit` leaves it."""
    _print_anything()
    options = build_parser().parse_args(arguments)
    if options.verbose:
        os.environ[DEBUG] = "1"  # worker processes see it too
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return OUTPUT_CLOSED
    except Exception as error:
        complain(internal_error(error))
        return COULD_NOT_WORK
    return status
