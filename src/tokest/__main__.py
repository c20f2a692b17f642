"""``python -m tokest`` is the ``tokest`` command."""

from tokest.cli.main import main

if __name__ == "__main__":
    main()
