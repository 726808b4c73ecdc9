"""`python -m cadastre_import PATH...`: the importer as a process of its own.

The database is that of `DATABASE_OWNER_URL`, else `DATABASE_URL`. Prints one report per file as
a line of JSON. Exit code 1: a delivery was refused; 2: something of ours failed.
"""

from __future__ import annotations

import argparse
import os
import sys

from .console import import_all


def main() -> int:
    parser = argparse.ArgumentParser(prog="cadastre_import", description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--dataset")
    parser.add_argument("--source", metavar="FILE.toml")
    parser.add_argument("--force", action="store_true")
    options = parser.parse_args()
    dsn = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    if not dsn:
        parser.error("DATABASE_URL is not set")
    return import_all(
        options.paths,
        dsn,
        options.dataset,
        options.force,
        as_json=True,
        description=options.source,
    )


if __name__ == "__main__":
    sys.exit(main())
