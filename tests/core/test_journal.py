"""The journal: what happened, never state."""

import numpy as np

from cluster_abm.core.journal import Journal


def sale(*cents: int) -> dict[str, np.ndarray]:
    return {"vendor": np.arange(len(cents), dtype=np.uint64), "cents": np.array(cents)}


def test_what_is_kept_is_kept_with_its_month() -> None:
    journal = Journal(keep=("sales",))
    for month in (3, 4):
        journal.open_month(month)
        journal.write("sales", **sale(month, 10 * month))

    assert journal.panel("sales")["month"].tolist() == [3, 3, 4, 4]
    assert journal.panel("sales")["cents"].tolist() == [3, 30, 4, 40]


def test_what_nobody_asked_to_keep_is_there_for_the_month_only() -> None:
    journal = Journal()
    journal.open_month(0)
    journal.write("sales", **sale(3, 4))
    journal.write("sales", **sale(5))
    this_month = journal.sum("sales", "cents")
    journal.open_month(1)

    assert (this_month, journal.sum("sales", "cents")) == (12, 0)


def test_a_panel_in_which_nothing_happened_is_empty() -> None:
    assert Journal(keep=("permits",)).panel("permits") == {}


def test_a_month_without_events_is_no_entry() -> None:
    journal = Journal(keep=("sales",))
    journal.open_month(0)
    journal.write("sales", **sale())
    journal.write("sales", **sale(1))

    assert journal.panel("sales")["month"].tolist() == [0]
