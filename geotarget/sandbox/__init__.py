"""Processes that read files from outside and can do nothing else."""
