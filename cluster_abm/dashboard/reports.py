"""The report of a comparison, for whoever decides."""

from __future__ import annotations

from cluster_abm.dashboard.datasets import folder_of
from cluster_abm.dashboard.elements import File
from cluster_abm.dashboard.jobs import office
from cluster_abm.lab.report.page import write_report


def report_file(name: str, lang: str) -> File:
    """Write the report of a folder of results, and hand it over.

    Raises:
        InputError: No such folder.
    """
    written = write_report(folder_of(name, office().place), lang=lang)
    return File(f"{name}.html", "text/html", written.read_bytes())
