"""`python -m game` is `game`."""

from game.cli import main

if __name__ == "__main__":
    main()
