"""What can be asked: one .cypher file per question, read by registry.py, run by run.py."""
