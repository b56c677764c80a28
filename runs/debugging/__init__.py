"""Trying an automation out: it runs in a transaction that is rolled back; nothing is kept and nothing leaves."""
