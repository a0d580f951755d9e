"""What the tests of the laboratory share."""

import pytest

from cluster_abm.lab.engine.tasks import warm_workers


@pytest.fixture(scope="session", autouse=True)
def workers_that_know_the_fake_model() -> None:
    """Start the server of workers with all that the tests need, so that it is imported once."""
    warm_workers(("tests.lab.session",))
