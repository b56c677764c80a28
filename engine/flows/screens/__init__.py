"""Screens: deciding what is visible, showing it, reading what was typed."""
