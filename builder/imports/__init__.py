"""Bringing metadata files in: order, schema, flows, activation, and a report for each file."""
