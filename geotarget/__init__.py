"""Geotarget: what is there, who is in the area, what do we tell them."""
