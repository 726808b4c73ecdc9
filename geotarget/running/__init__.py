"""Runs Geotarget on one machine: a private PostgreSQL and Redis, and the product's processes.

Standard library only, and nothing else of ours is imported, so that `settings.py` can ask it
for addresses and `make run` can use it before the database exists. Where `DATABASE_URL` or
`REDIS_URL` is set, that service belongs to somebody else and is left alone.
"""
