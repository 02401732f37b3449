"""A second opinion: a language model is asked, explicitly, about what the detectors are not sure of."""
