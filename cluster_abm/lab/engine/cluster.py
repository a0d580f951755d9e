"""Live worlds on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from cluster_abm.core.errors import InputError
from cluster_abm.lab.engine.manifest import usable_processors


@contextmanager
def dask_executor(address: str = "", workers: int | None = None) -> Iterator[Executor]:
    """Hand worlds to a Dask cluster.

    Workers of Dask live runs outside their main thread: the limit of a run ends a loop there, but
    not a call that never comes back, such as a wait for a device.  Whoever runs the cluster must
    end that.

    Args:
        address: Address of its scheduler, such as ``tcp://host:8786``; a cluster on this machine
            is started for the time being if it is empty.
        workers: Processes of that cluster.

    Raises:
        InputError: Dask is not installed.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise InputError(["Dask is not installed: pip install 'cluster-abm[scale]'."]) from None
    # A run that kills its worker would otherwise be handed to three more.
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        if address:
            with Client(address) as client:
                yield client.get_executor(pure=False)
            return
        with (
            LocalCluster(
                n_workers=workers or usable_processors(),
                threads_per_worker=1,
                dashboard_address=None,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client.get_executor(pure=False)
