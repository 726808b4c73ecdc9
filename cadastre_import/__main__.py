"""`python -m cadastre_import PATH...`: the importer as a process of its own, reports as JSON lines.

The database is that of `DATABASE_OWNER_URL`, else `DATABASE_URL`. Exit code 1: the delivery is at
fault.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

from . import DeliveryRefused, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="cadastre_import", description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--dataset")
    parser.add_argument("--force", action="store_true")
    options = parser.parse_args()
    dsn = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    for path in options.paths:
        try:
            report = run(path, dsn=dsn, dataset=options.dataset, force=options.force)
        except DeliveryRefused as refusal:
            print(f"{path}: {refusal}", file=sys.stderr)
            return 1
        print(json.dumps(report.as_json(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
