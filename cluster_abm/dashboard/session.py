"""One visitor's run: a model behind a lock, a clock, and one frozen frame at a time."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from threading import Event, RLock, Thread
from time import monotonic
from typing import Any

from cluster_abm.api import content_hash
from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import Change, Policy
from cluster_abm.core.types import Ints
from cluster_abm.dashboard.cards import state_of
from cluster_abm.dashboard.diary import Diary
from cluster_abm.dashboard.edits import ended, same_past, with_change, without
from cluster_abm.dashboard.look import DRAWN, Firms, Zones, firms_seen, ties_seen, zones_seen
from cluster_abm.dashboard.story import Story, tell
from cluster_abm.model import METRICS, ClusterModel, Snapshot
from cluster_abm.scenarios.reader import list_scenarios

SCENARIO = "panama_2009"
HORIZON = 240
"""Months after which a run stops: twenty years."""
SPEEDS = (1, 4, 12, 24)
"""Months a second that a visitor may choose."""
LARGEST_SEED = 2**63 - 1
MOST_CHANGES = 40
"""Changes that a policy of the page may have."""
CATCH_UP = 6
"""Months that the baseline lives at once until it has caught up."""
OPENINGS = 4
"""Clusters of January 2009 that are kept, so that a visitor need not wait for one."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False, kw_only=True)
class Frame:
    """All that the page shows at one moment.

    Attributes:
        month: Months lived; also the next month to live.
        scenario: Name of the scenario.
        seed: Seed of the run.
        beginnings: How many runs this session has begun.
        playing: Does time pass by itself?
        speed: Months a second.
        policy: What was asked; the run is always what this policy gives from the first month on.
        firms: The firms of the map.
        zones: The zones of the map.
        ties: Pairs of firms that are allied, by their places among the firms.
        curves: Values by month, by metric.
        baseline: The same without a policy, as far as it has been lived; nothing if nobody asked.
        story: The firm that the visitor looks at.
        state: Last values of the metrics of the cards; empty before the first month.
        extra: The metric that the visitor wants drawn besides; empty if none.
        digest: Content hash of the run; empty while time passes.
        refused: Why the last wish was refused; empty if it was not.
        trouble: Number of an error in the log; empty if there was none.
    """

    month: int
    scenario: str
    seed: int
    beginnings: int
    playing: bool
    speed: int
    policy: Policy
    firms: Firms
    zones: Zones
    ties: Ints
    curves: Mapping[str, tuple[float, ...]]
    baseline: Mapping[str, tuple[float, ...]] | None = None
    story: Story | None = None
    state: Mapping[str, float] = field(default_factory=dict)
    extra: str = ""
    digest: str = ""
    refused: str = ""
    trouble: str = ""

    def moves_on(self, before: Frame) -> bool:
        """Has nothing happened since a frame but that time passed?"""
        return self.playing and before.month > 0 and self._kept == before._kept

    @property
    def _kept(self) -> tuple[object, ...]:
        """What stays as it is while time passes."""
        return (
            self.scenario, self.seed, self.beginnings, self.playing, self.speed, self.policy,
            self.story and self.story.number, self.extra, self.refused, self.trouble,
        )  # fmt: skip


class Session:
    """A model that one visitor plays, pauses, steps and changes.

    Every deed holds the lock until its frame is read, so no frame shows half a month. Frames
    are published one after the other, always the latest.

    Args:
        seed: Seed of the first run.
        scenario: Name of the scenario.
        policy: Policy of the first run.
    """

    def __init__(
        self, seed: int = 1, scenario: str = SCENARIO, policy: Policy | None = None
    ) -> None:
        self._lock, self._telling = RLock(), RLock()
        self._halt = Event()
        self._halt.set()
        self._publish: Callable[[Frame], None] = _tell_nobody
        self._speed, self._beginnings, self._closed = SPEEDS[1], 0, False
        self._watching: int | None = None
        self._extra = ""
        self._comparing = False
        self._fork: Snapshot | None = None
        self._twin: ClusterModel | None = None
        self._begin(seed, policy or Policy("page"), scenario)
        self.frame = self._look()

    def follow(self, publish: Callable[[Frame], None]) -> Callable[[], None]:
        """Hand every new frame to *publish*.

        Returns:
            What ends the session: time stops, and nobody is told any more.
        """
        self._publish = publish
        return self.close

    def close(self) -> None:
        """Stop time for good, and give the memory of the model back."""
        self._halt.set()
        self._publish = _tell_nobody
        with self._lock:
            self._closed = True
            vars(self).pop("_model", None)
            self._twin = self._fork = None

    def step(self) -> None:
        """Live one month."""
        self._do(self._live)

    def play(self) -> None:
        """Let time pass by itself."""
        self._do(self._start_clock)

    def pause(self) -> None:
        """Stop time; the month that is being lived is the last."""
        self._do(self._halt.set)

    def toggle(self) -> None:
        """Play or pause."""
        self._do(self._start_clock if self._halt.is_set() else self._halt.set)

    def reset(self, seed: int) -> None:
        """Begin again with a seed, under the same policy."""
        self._do(lambda: self._begin(seed, self._policy, self._scenario))

    def set_speed(self, months: int) -> None:
        """Choose how many months pass in a second, one of ``SPEEDS``."""
        self._do(lambda: self._choose_speed(months))

    def ask(self, policy: Policy) -> None:
        """Live under another policy; if it changes months already lived, begin again."""
        self._do(lambda: self._ask(policy))

    def add(self, change: Change) -> None:
        """Add a change to the policy."""
        self._do(lambda: self._ask(with_change(self._policy, change)))

    def remove(self, number: int) -> None:
        """Take a change out of the policy."""
        self._do(lambda: self._ask(without(self._policy, number)))

    def end(self, number: int) -> None:
        """Let a change hold no longer than the months already lived."""
        self._do(lambda: self._ask(ended(self._policy, number, self._model.month)))

    def watch(self, number: int | None) -> None:
        """Look at one firm, by its number; or at none."""
        self._do(lambda: setattr(self, "_watching", number))

    def draw(self, metric: str) -> None:
        """Draw one metric more; with an empty name none."""
        self._do(lambda: self._draw(metric))

    def compare(self) -> None:
        """Live the baseline beside the policy from now on."""
        self._do(self._compare)

    # What a deed does, inside the lock

    def _do(self, deed: Callable[[], None]) -> None:
        with self._lock:
            if self._closed:
                return
            self.frame = self._after(deed)
        with self._telling:
            self._publish(self.frame)

    def _after(self, deed: Callable[[], None]) -> Frame:
        try:
            deed()
            return self._look()
        except InputError as refused:
            return replace(self.frame, refused=str(refused))
        except Exception as error:
            self._halt.set()
            return replace(self.frame, playing=False, trouble=note_trouble(error))

    def _begin(self, seed: int, policy: Policy, scenario: str) -> None:
        if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= LARGEST_SEED:
            raise InputError([f"seed = {seed} is outside 0 to {LARGEST_SEED}."])
        if scenario not in list_scenarios():
            raise InputError([f"{scenario[:80]!r} is not a scenario."])
        self._halt.set()
        self._model = born(scenario, seed, opening(scenario, seed), policy)
        self._seed, self._scenario, self._policy = seed, scenario, policy
        self._diary = Diary()
        self._beginnings += 1
        self._twin = self._fork = None
        if self._comparing:
            self._start_twin()

    def _live(self) -> None:
        if self._model.month < HORIZON:
            self._keep_fork()
            with self._diary.month(self._model, self._watching):
                self._model.step()
            if self._twin is not None and self._twin.month == self._model.month - 1:
                self._twin.step()
        if self._model.month >= HORIZON:
            self._halt.set()

    def _keep_fork(self) -> None:
        """Keep the last moment before the policy acts: the baseline branches off there."""
        if self._fork is None and self._policy.first_month <= self._model.month:
            self._fork = self._model.snapshot()

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

    def _ask(self, policy: Policy) -> None:
        if len(policy.changes) > MOST_CHANGES:
            raise InputError([f"{len(policy.changes)} changes; {MOST_CHANGES} are possible."])
        book = self._model.rulebook.under(policy)
        if not same_past(policy, self._policy, self._model.month):
            self._halt.set()
            self._begin(self._seed, policy, self._scenario)
            return
        self._model.rulebook, self._policy = book, policy
        if policy.first_month >= self._model.month:
            self._fork = None

    def _draw(self, metric: str) -> None:
        if metric and metric not in METRICS:
            raise InputError([f"{metric[:60]!r} is not a metric."])
        self._extra = metric

    def _compare(self) -> None:
        self._comparing = True
        if self._twin is None:
            self._start_twin()

    def _start_twin(self) -> None:
        start = self._fork or self._model.snapshot()
        self._twin = born(self._scenario, self._seed, start, Policy())
        if self._twin.month < self._model.month:
            Thread(target=self._catch_up, args=(self._twin,), name="twin", daemon=True).start()

    def _catch_up(self, twin: ClusterModel) -> None:
        while self._twin_of() is twin and twin.month < self._model.month:
            self._do(lambda: self._live_twin(twin))

    def _twin_of(self) -> ClusterModel | None:
        return None if self._closed else self._twin

    def _live_twin(self, twin: ClusterModel) -> None:
        if self._twin is twin:
            twin.run_months(min(CATCH_UP, max(0, self._model.month - twin.month)))

    def _look(self) -> Frame:
        model, playing = self._model, not self._halt.is_set()
        return Frame(
            month=model.month, scenario=self._scenario, seed=self._seed,
            beginnings=self._beginnings, playing=playing, speed=self._speed, policy=self._policy,
            firms=firms_seen(model), zones=zones_seen(model), ties=ties_seen(model),
            curves=_curves(model, self._extra),
            baseline=None if self._twin is None else _curves(self._twin, self._extra),
            story=self._story(),
            state=state_of(model), extra=self._extra,
            digest=content_hash(model.series) if model.month and not playing else "",
        )  # fmt: skip

    def _story(self) -> Story | None:
        """The firm that somebody looks at, with what the diary knows of it."""
        number = self._watching
        if number is None:
            return None
        story = tell(self._model, number)
        return replace(story, stays=self._diary.stays(number), moves=self._diary.moves(number))

    def series(self) -> Any:
        """All metrics by month so far, as a pandas frame."""
        with self._lock:
            return self._model.series.copy()


def _tell_nobody(frame: Frame) -> None:
    """Publish a frame that nobody follows."""


def _curves(model: ClusterModel, extra: str) -> dict[str, tuple[float, ...]]:
    kept = model.observed.model_vars
    return {name: tuple(kept[name]) for name in (*DRAWN, extra) if name in METRICS}


@lru_cache(maxsize=OPENINGS)
def opening(scenario: str, seed: int) -> Snapshot:
    """The cluster at the start of month 0; a snapshot never changes, so sessions may share it."""
    return ClusterModel(scenario, seed=seed).snapshot()


def born(scenario: str, seed: int, start: Snapshot, policy: Policy) -> ClusterModel:
    """A model that goes on from a snapshot under a policy.

    Raises:
        InputError: The policy cannot be used.
    """
    model = ClusterModel(scenario, seed=seed, policy=policy, bare=True)
    model.restore(start)
    return model


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
