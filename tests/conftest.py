"""What all tests share: examples that are the same everywhere, and NumPy in every doctest."""

import gc

import numpy as np
import pytest
from hypothesis import settings

# No deadline: a slow machine is not a wrong result.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci")


class DoctestNames:
    """Hand ``np`` to the doctests.

    A fixture of this file would reach the tests beside it, but not the doctests in cluster_abm.
    """

    @pytest.fixture(autouse=True)
    def numpy_in_doctests(self, doctest_namespace: dict[str, object]) -> None:
        doctest_namespace["np"] = np


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(DoctestNames(), "doctest-names")


def pytest_collection_finish() -> None:
    # ten thousand tests stay to the end: the search for garbage need not go through them each time
    gc.collect()
    gc.freeze()
