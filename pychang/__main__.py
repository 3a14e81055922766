"""`python -m pychang`."""

from pychang.cli.main import main

main()
