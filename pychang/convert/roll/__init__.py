"""The piano roll of a song with its words, for a page: on paper, and on the page of a song."""

from pychang.convert.roll.write import write_roll

__all__ = ["write_roll"]
