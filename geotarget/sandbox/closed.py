"""A child process with limits, and with no network where the kernel lets us take it away."""

from __future__ import annotations

import functools
import resource
import subprocess
from dataclasses import dataclass

_TRY_SECONDS = 60


@dataclass(frozen=True)
class Bounds:
    """What the process may use; it is killed for more."""

    memory_bytes: int
    """Address space."""
    seconds: int
    """Processor time."""
    file_bytes: int
    """What it may write into a file."""

    def set(self) -> None:
        """For `preexec_fn`: holds for the process that calls it and all that it starts."""
        resource.setrlimit(resource.RLIMIT_AS, (self.memory_bytes, self.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.file_bytes, self.file_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@functools.cache
def without_network() -> list[str]:
    """A prefix that gives a command a network of its own, which is empty; none where the kernel
    does not allow it."""
    prefix = ["unshare", "--user", "--net", "--"]
    try:
        subprocess.run([*prefix, "true"], capture_output=True, check=True, timeout=_TRY_SECONDS)
    except (OSError, subprocess.SubprocessError):
        return []
    return prefix
