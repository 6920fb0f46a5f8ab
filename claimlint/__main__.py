"""`python -m claimlint` is the command `claimlint`."""

from claimlint.cli.command import run

if __name__ == "__main__":
    run()
