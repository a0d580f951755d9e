"""One visitor's run: a model behind a lock, a clock, and one frozen frame at a time."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from threading import Event, RLock, Thread
from time import monotonic
from typing import Any, NamedTuple

import numpy as np

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import FOREVER, Change, Policy
from cluster_abm.core.types import Ints, Keys
from cluster_abm.model import ClusterModel

QUOTA = "foreign_quota"
"""The lever that the page offers."""
SPECIALISED, RATIO = "foreign_quota_specialised", 1.5
"""The limit for specialised staff moves with it, at the ratio of the labour code (C26)."""
CURVES = ("employment_narrow", "wage_engineer", "vacancies")
"""Metrics that the page draws."""
TARGET = 25_000
"""Jobs that the report aims at in five years (Q05)."""
HORIZON = 240
"""Months after which a run stops: twenty years."""
SPEEDS = (1, 4, 12, 24)
"""Months a second that a visitor may choose."""
LARGEST_SEED = 2**63 - 1

_log = logging.getLogger(__name__)


class Imposed(NamedTuple):
    """A value that a visitor gave to the lever, and the first month in which it holds."""

    month: int
    value: float


class Firm(NamedTuple):
    """What the map shows of the firms: one entry a firm in every array."""

    kind: Ints
    zone: Ints
    column: Ints
    row: Ints
    staff: Ints
    birth: Keys


@dataclass(frozen=True, eq=False)
class Frame:
    """All that the page shows at one moment.

    Attributes:
        month: Months lived; also the next month to live.
        seed: Seed of the run.
        beginnings: How many runs this session has begun.
        playing: Does time pass by itself?
        speed: Months a second.
        quota: Value of the lever from the next month on, 0 to 1.
        usual: Value of the lever before anybody touched it, 0 to 1.
        changes: Every change that the visitor imposed, by month.
        firms: The firms of the map.
        curves: Values by month, by metric.
        refused: Why the last wish was refused; empty if it was not.
        trouble: Number of an error in the log; empty if there was none.
    """

    month: int
    seed: int
    beginnings: int
    playing: bool
    speed: int
    quota: float
    usual: float
    changes: tuple[Imposed, ...]
    firms: Firm
    curves: Mapping[str, tuple[float, ...]]
    refused: str = ""
    trouble: str = ""


class Session:
    """A model that one visitor plays, pauses, steps and changes.

    Every deed holds the lock until its frame is read, so no frame shows half a month. Frames
    are published one after the other, always the latest.

    Args:
        seed: Seed of the first run.
        scenario: Name of the scenario.
    """

    def __init__(self, seed: int = 1, scenario: str = "panama_2009") -> None:
        self._scenario = scenario
        self._lock, self._telling = RLock(), RLock()
        self._halt = Event()
        self._halt.set()
        self._publish: Callable[[Frame], None] = _tell_nobody
        self._speed, self._beginnings = SPEEDS[1], 0
        self._begin(seed)
        self.frame = self._look()

    def follow(self, publish: Callable[[Frame], None]) -> Callable[[], None]:
        """Hand every new frame to *publish*.

        Returns:
            What ends the session: time stops, and nobody is told any more.
        """
        self._publish = publish
        return self.close

    def close(self) -> None:
        """Stop time for good."""
        self._halt.set()
        self._publish = _tell_nobody

    def step(self) -> None:
        """Live one month."""
        self._do(self._live)

    def play(self) -> None:
        """Let time pass by itself."""
        self._do(self._start_clock)

    def pause(self) -> None:
        """Stop time; the month that is being lived is the last."""
        self._do(self._halt.set)

    def reset(self, seed: int) -> None:
        """Begin again with a seed; every change is forgotten."""
        self._do(lambda: self._begin(seed))

    def set_speed(self, months: int) -> None:
        """Choose how many months pass in a second, one of ``SPEEDS``."""
        self._do(lambda: self._choose_speed(months))

    def impose(self, value: float) -> None:
        """Give the lever a value, 0 to 1, from the next month on."""
        self._do(lambda: self._impose(value))

    # What a deed does, inside the lock

    def _do(self, deed: Callable[[], None]) -> None:
        with self._lock:
            self.frame = self._after(deed)
        with self._telling:
            self._publish(self.frame)

    def _after(self, deed: Callable[[], None]) -> Frame:
        try:
            deed()
            return self._look()
        except InputError as refused:
            return replace(self.frame, refused=str(refused))
        except Exception:
            self._halt.set()
            return replace(self.frame, playing=False, trouble=note_trouble())

    def _begin(self, seed: int) -> None:
        if not 0 <= seed <= LARGEST_SEED:
            raise InputError([f"seed = {seed} is outside 0 to {LARGEST_SEED}."])
        self._halt.set()
        self._model = ClusterModel(self._scenario, seed=seed)
        self._seed, self._beginnings = seed, self._beginnings + 1
        self._changes: tuple[Imposed, ...] = ()
        self._usual = _usual(self._model, QUOTA)

    def _live(self) -> None:
        if self._model.month < HORIZON:
            self._model.step()
        if self._model.month >= HORIZON:
            self._halt.set()

    def _start_clock(self) -> None:
        if not self._halt.is_set() or self._model.month >= HORIZON:
            return
        self._halt = Event()
        Thread(target=self._tick, args=(self._halt,), name="clock", daemon=True).start()

    def _tick(self, halt: Event) -> None:
        due = monotonic()
        while not halt.wait(max(0.0, due - monotonic())):
            self._do(lambda: None if halt.is_set() else self._live())
            # A month that took too long is not caught up with: the next is due from now.
            due = max(due + 1 / self._speed, monotonic())

    def _choose_speed(self, months: int) -> None:
        if months not in SPEEDS:
            raise InputError([f"speed = {months} is not one of {', '.join(map(str, SPEEDS))}."])
        self._speed = months

    def _impose(self, value: float) -> None:
        """Replace what was imposed for the same month; keep what was imposed before."""
        now = self._model.month
        earlier = tuple(c for c in self._changes if c.month < now)
        changes = (*earlier, Imposed(now, float(value)))
        self._model.rulebook = self._model.rulebook.under(policy_of(changes))
        self._changes = changes

    def _look(self) -> Frame:
        kept = self._model.datacollector.model_vars
        return Frame(
            month=self._model.month, seed=self._seed, beginnings=self._beginnings,
            playing=not self._halt.is_set(), speed=self._speed,
            quota=self._changes[-1].value if self._changes else self._usual,
            usual=self._usual, changes=self._changes, firms=firms_seen(self._model),
            curves={name: tuple(kept[name]) for name in CURVES},
        )  # fmt: skip


def _tell_nobody(frame: Frame) -> None:
    """Publish a frame that nobody follows."""


def _usual(model: ClusterModel, lever: str) -> float:
    """Value of a lever for most firms before any change."""
    book = next(book for book in model.rulebook.base.values() if lever in book.rows)
    return float(book.values[lever].usual)


def firms_seen(model: ClusterModel) -> Firm:
    """Copy what the map shows of the firms, so that the next month cannot change it."""
    firms = model.firms
    where = np.array([cell.coordinate for cell in model.zones.places])[firms.place]
    seen = Firm(
        kind=firms.sort.astype(np.int64), zone=firms.zone.astype(np.int64),
        column=where[:, 0].copy(), row=where[:, 1].copy(), staff=firms.headcount,
        birth=firms.birth.copy(),
    )  # fmt: skip
    for array in seen:
        array.flags.writeable = False
    return seen


def policy_of(changes: tuple[Imposed, ...]) -> Policy:
    """Turn what a visitor imposed into a policy: each value holds until the next.

    >>> policy = policy_of((Imposed(3, 0.2), Imposed(8, 0.8)))
    >>> [(c.start, c.until == FOREVER, round(c.value, 2)) for c in policy.changes]
    [(3, False, 0.2), (3, False, 0.3), (8, True, 0.8), (8, True, 1.0)]
    """
    ends = (*changes, Imposed(FOREVER, 0.0))
    return Policy(
        "imposed",
        tuple(
            Change(lever=lever, value=value, start=change.month, until=following.month)
            for change, following in pairwise(ends)
            for lever, value in (
                (QUOTA, change.value), (SPECIALISED, min(RATIO * change.value, 1.0)),
            )
        ),
    )  # fmt: skip


def read_seed(text: Any) -> int | None:
    """The seed that somebody typed, or nothing if it cannot be one.

    >>> read_seed(" 2009 "), read_seed("-1"), read_seed("one"), read_seed("9" * 30)
    (2009, None, None, None)
    """
    digits = str(text).strip()
    # Long texts are refused unread: turning them into numbers takes time.
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(LARGEST_SEED))):
        return None
    return int(digits) if int(digits) <= LARGEST_SEED else None


def note_trouble(error: BaseException | None = None) -> str:
    """Write an error to the log under a number that may be shown, and return the number."""
    number = secrets.token_hex(4)
    _log.error("trouble %s", number, exc_info=error or True)
    return number
