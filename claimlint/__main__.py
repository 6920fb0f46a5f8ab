"""`python -m claimlint` is the command `claimlint`."""

from claimlint.cli import main

if __name__ == "__main__":
    main()
