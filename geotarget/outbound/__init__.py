"""Calls that leave this process: how long somebody else's server may take. No models, no memory."""
