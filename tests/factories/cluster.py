"""A Dask cluster of real processes on this machine."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from distributed import LocalCluster


@contextmanager
def local_cluster(workers: int = 2) -> Iterator[LocalCluster]:
    """Workers in processes of their own, on the loopback; nothing of it is left afterwards."""
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        worker_dashboard_address="127.0.0.1:0",
        memory_limit="1GiB",
        env={"AWS_ACCESS_KEY_ID": "khoa", "AWS_SECRET_ACCESS_KEY": "bi-mat"},  # their own, to an object store
        silence_logs=40,
    ) as cluster:
        yield cluster


def pids_of(cluster: LocalCluster) -> list[int]:
    """The processes of its workers."""
    return [worker.pid for worker in cluster.workers.values() if worker.pid]


def kill_worker(cluster: LocalCluster) -> int:
    """Kill one worker, as the kernel does when memory runs out."""
    pid = pids_of(cluster)[0]
    os.kill(pid, signal.SIGKILL)
    return pid


def wait_for(cluster: LocalCluster, workers: int, seconds: float = 20.0) -> None:
    """Wait until so many workers are there."""
    until = time.monotonic() + seconds
    while len(cluster.scheduler_info["workers"]) != workers or len(pids_of(cluster)) < workers:
        assert time.monotonic() < until
        time.sleep(0.05)
