"""Values that know what they were computed from, so that a change costs what depends on it."""
