"""Click in two languages, with suggestions and honest exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from itertools import pairwise
from typing import Any

import click

from cluster_abm.core.errors import ClusterError, InputError, did_you_mean
from cluster_abm.locale import LANGUAGES, language, say, sentence
from cluster_abm.locale.retold import retell
from cluster_abm.screen import complain

ASKED = ContextVar("asked", default="")
"""The language that the command line names, known even where the command cannot be read."""


class Ends(IntEnum):
    """What a finished command tells the shell."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    FILE = 3
    FAILURES = 4
    INTERRUPTED = 130


def spoken_now() -> str:
    """The language of the command that runs now."""
    ctx = click.get_current_context(silent=True)
    return str((ctx.meta.get("lang") if ctx else None) or ASKED.get() or language())


def retold(words: str) -> str:
    """Say English sentences about a mistake in the language of the command that runs now."""
    return retell(words, spoken_now())


class Formatter(click.HelpFormatter):
    """Headings in the language of the reader."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how a command is called."""
        super().write_usage(prog, args, prefix or say("Usage: ", spoken_now()))

    def write_heading(self, heading: str) -> None:
        """Write the name of a block."""
        super().write_heading(say(heading, spoken_now()))


class Context(click.Context):
    """A context whose help has headings in the language of the reader."""

    formatter_class = Formatter


class Choice(click.Choice[str]):
    """A choice that suggests what was meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Accept one of the names, or say which was meant."""
        names = [str(name) for name in self.choices]
        if value not in names:
            self.fail(f"{value!r} is none of {', '.join(names)}."
                      f"{did_you_mean(str(value), names)}", param, ctx)  # fmt: skip
        return str(value)


class Option(click.Option):
    """An option whose help is in the language of the reader."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Name and help of the option."""
        english = self.help or ""
        self.help = sentence("options", self.name or "", spoken_now(), otherwise=english)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english


class Command(click.Command):
    """A command whose help is in the language of the reader."""

    context_class = Context

    def in_words(self) -> str:
        """What the command does."""
        return sentence("commands", self.name or "", spoken_now(), otherwise=self.help or "")

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the command does, in the list of commands."""
        return self.in_words().split(". ")[0].rstrip(".")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        _write_words(self.in_words(), formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        return _translated(super().get_help_option(ctx))


class Group(click.Group):
    """The commands; mistakes become one red line each and an exit code."""

    context_class = Context

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the program does."""
        words = sentence("commands", "cli", spoken_now(), otherwise=self.help or "")
        _write_words(words, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        return _translated(super().get_help_option(ctx))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which was meant."""
        name = str(args[0])
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            known = self.list_commands(ctx)
            ctx.fail(f"{name} is not a command.{did_you_mean(name, known)} "
                     f"Commands: {', '.join(known)}.")  # fmt: skip
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader who leaves early, as in ``… | head``, is no mistake."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return Ends.DONE

    def main(self, args: Sequence[str] | None = None, *given: Any, **more: Any) -> Any:
        """Run a command and leave with what became of it."""
        more["standalone_mode"] = False
        before = ASKED.set(_named(sys.argv[1:] if args is None else args))
        try:
            with _honest():
                sys.exit(super().main(args, *given, **more) or Ends.DONE)
        finally:
            ASKED.reset(before)


def _named(words: Sequence[str]) -> str:
    """The language that a command line names.

    >>> _named(["run", "--lang", "es", "--month", "3"]), _named(["--lang=es"]), _named(["run"])
    ('es', 'es', '')
    """
    given = " ".join(words).replace("--lang=", "--lang ").split(" ")
    after = [lang for word, lang in pairwise(given) if word == "--lang" and lang in LANGUAGES]
    return after[-1] if after else ""


def _speak(ctx: click.Context, _: click.Parameter, lang: str | None) -> str:
    if lang:
        ctx.meta["lang"] = lang
    return str(ctx.meta.get("lang") or language())


def spoken[F: Callable[..., Any]](command: F) -> F:
    """Let a command speak the language that is asked for."""
    return click.option(
        "--lang",
        cls=Option,
        type=Choice(LANGUAGES),
        is_eager=True,
        callback=_speak,
        help="Language of everything that is shown.  [env: CLUSTER_ABM_LANG, LANG]",
    )(command)


def machine[F: Callable[..., Any]](command: F) -> F:
    """Let a command answer in JSON."""
    return click.option("--json", "as_json", cls=Option, is_flag=True, help="Answer in JSON.")(
        command
    )


@contextmanager
def _honest() -> Iterator[None]:
    """Turn mistakes into sentences and exit codes; show all if somebody is looking for a bug."""
    try:
        yield
    except (click.exceptions.Abort, KeyboardInterrupt):
        complain([say("Interrupted.", spoken_now())])
        sys.exit(Ends.INTERRUPTED)
    except click.UsageError as error:
        complain([*retold(error.format_message()).splitlines(), *_usage(error)])
        sys.exit(Ends.USAGE)
    except click.ClickException as error:
        complain([retold(error.format_message())])
        sys.exit(Ends.ERROR)
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get("CLUSTER_ABM_DEBUG") == "1":
            raise
        complain(map(retold, _sentences(error)))
        sys.exit(Ends.FILE if isinstance(error, InputError) else Ends.ERROR)


def _usage(error: click.UsageError) -> Iterator[str]:
    if error.ctx:
        yield say("Help: {command} --help", spoken_now(), command=error.ctx.command_path)


def _sentences(error: Exception) -> Iterator[str]:
    if isinstance(error, InputError):
        yield from error.mistakes
    elif isinstance(error, ClusterError):
        yield str(error)
    else:
        # Nobody foresaw it: the kind of error is all that is known.
        what = f"{type(error).__name__}: {error}"
        yield say("{what}  (CLUSTER_ABM_DEBUG=1 shows where)", spoken_now(), what=what)


def _write_words(words: str, formatter: click.HelpFormatter) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(words)


def _translated(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = say("Show this message and exit.", spoken_now())
    return option
