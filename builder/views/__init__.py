"""Pages of the builder room."""
