"""What the project around a file has for extraction: its formatter, its history, the source of a module."""
