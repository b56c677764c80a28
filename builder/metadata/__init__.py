"""Metadata XML of the reference product: definitions, objects and fields in, definitions out."""
