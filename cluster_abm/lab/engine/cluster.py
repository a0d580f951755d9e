"""Live worlds on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from cluster_abm.core.errors import InputError
from cluster_abm.lab.design.subject import code_here
from cluster_abm.lab.engine.manifest import usable_processors

ANSWER = "10s"
"""How long a scheduler may take to answer."""


@contextmanager
def dask_executor(
    address: str = "", workers: int | None = None, *, idle: Callable[[], object] = lambda: None
) -> Iterator[Executor]:
    """Hand worlds to a Dask cluster.

    Workers of Dask live runs outside their main thread: the limit of a run ends a loop there, but
    not a call that never comes back, such as a wait for a device.  Whoever runs the cluster must
    end that.

    Args:
        address: Address of its scheduler, such as ``tcp://host:8786``; a cluster on this machine
            is started for the time being if it is empty.
        workers: Processes of that cluster.
        idle: Called if a cluster at an address has no workers yet.

    Raises:
        InputError: Dask is not installed, no scheduler answers at the address, or the cluster
            has other code of the model or another NumPy.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise InputError(["Dask is not installed: pip install 'cluster-abm[scale]'."]) from None
    # A run that kills its worker would otherwise be handed to three more.
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        if address:
            try:
                client = Client(address, timeout=ANSWER)
            except (OSError, ValueError) as error:
                raise InputError([f"No Dask scheduler answers at {address}: {error}."]) from None
            with client:
                if not _same_code(client, address):
                    idle()
                yield client.get_executor(pure=False)
            return
        with (
            LocalCluster(
                n_workers=workers or usable_processors(),
                threads_per_worker=1,
                # Any free port: the usual one may be another cluster's, and nobody looks.
                dashboard_address="127.0.0.1:0",
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client.get_executor(pure=False)


def _same_code(client: Any, address: str) -> bool:
    """Has a cluster the code that is here?  False if it has no workers yet.

    The scheduler reads what it hands on, so it needs the package as well.
    """
    here = code_here()
    try:
        scheduler: str = client.run_on_scheduler(code_here)
        workers: dict[str, str] = client.run(code_here)
    except Exception as error:
        raise InputError([f"The cluster at {address} cannot load the model: {error}."]) from None
    for code in {scheduler, *workers.values()} - {here}:
        raise InputError(
            [
                f"The cluster at {address} has other code ({code}) than is here ({here}). "
                "Install the same version everywhere."
            ]
        )
    return bool(workers)
