"""Server pages of runs: they read the request, call selectors and services, and draw a template."""
