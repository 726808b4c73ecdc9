"""`python -m geotarget.running start|stop|status|run`."""

from __future__ import annotations

import sys

from . import addresses, broker, cluster, product
from .errors import CannotRun


def main(arguments: list[str]) -> int:
    command = arguments[0] if len(arguments) == 1 else ""
    try:
        if command == "start":
            say("Started", addresses.start_private())
        elif command == "stop":
            say("Stopped", addresses.stop_private())
        elif command == "status":
            return status()
        elif command == "run":
            return product.run()
        else:
            print("Usage: python -m geotarget.running start|stop|status|run", file=sys.stderr)
            return 1
    except CannotRun as problem:
        print(f"Cannot run: {problem}", file=sys.stderr)
        return 2
    return 0


def say(verb: str, names: list[str]) -> None:
    print(f"{verb}: {', '.join(names) or 'nothing'}")


def status() -> int:
    """Print which private services are up. Exit code 3 when one is down."""
    up = {"PostgreSQL": cluster.running(), "Redis": broker.running()}
    for name, is_up in up.items():
        print(f"{name}: {'up' if is_up else 'down'}")
    return 0 if all(up.values()) else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
