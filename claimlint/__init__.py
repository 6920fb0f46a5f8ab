"""claimlint: a linter for the claims that clinics make in their web copy."""

__version__ = "0.1.0"
