"""Pages of work items: they ask selectors, call one service, and draw."""
