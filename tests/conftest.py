"""Settings of every test."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("claimlint", deadline=None)
settings.load_profile("claimlint")
"""No test depends on how busy the machine is."""
