"""Documents → records → graph. Start reading at pipeline.py."""
