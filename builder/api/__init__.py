"""REST calls of the builder room."""
