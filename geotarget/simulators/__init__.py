"""Stand-ins for registers and gateways: the documented protocols, with invented people.

A WSGI application in a process of its own, beside a small mail server. See docs/simulators.md.
"""
