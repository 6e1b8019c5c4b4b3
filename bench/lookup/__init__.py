"""Bench for the address lookup: other towns, other ways of typing an address, and a scorer.

Nothing here knows how the lookup works: labels come from the register alone.
"""
