"""A run told as a story: each move with who, when and why. `lines_of(turns)` is what pages and the API show."""

from runs.story.lines import Line, lines_of

__all__ = ["Line", "lines_of"]
