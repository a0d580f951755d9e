"""The README says what is true today."""

import re
from pathlib import Path

from cluster_abm.core.rules import LABELS, all_numbers
from cluster_abm.model import BOOKS

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_the_readme_counts_the_numbers_by_label() -> None:
    labels = [row.label for row in all_numbers(BOOKS).values()]
    counts = {label: labels.count(label) for label in LABELS}

    said = re.search(
        r"Of (\d+) numbers, (\d+) are from the report, (\d+) from papers, (\d+) derived, "
        r"(\d+) calibrated and (\d+) assumed",
        README.replace("\n", " "),
    )

    assert said is not None
    assert [int(n) for n in said.groups()] == [
        len(labels), counts["report"], counts["paper"], counts["derived"], counts["calibrated"],
        counts["assumption"],
    ]  # fmt: skip


def test_every_file_that_the_readme_points_to_is_there() -> None:
    root = Path(__file__).parents[1]

    links = re.findall(r"\]\(([^)#]+)\)", README)

    assert [link for link in links if not (root / link).exists()] == []
