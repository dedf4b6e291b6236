"""Where the graph is kept: one protocol (base.py), two engines, one place that writes Cypher (cypher.py)."""
