"""`SongFile` to `Score`: what is to be sung, in exact time, with form and verses unrolled."""

from pychang.score.arrange import arrange
from pychang.score.range import check_range

__all__ = ["arrange", "check_range"]
