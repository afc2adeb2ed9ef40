"""Whether the figures of one text hold, given another: pure functions over two texts."""
