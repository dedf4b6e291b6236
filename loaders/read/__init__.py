"""Files → blocks: one module per format; registry.py picks by content, not by name alone."""
