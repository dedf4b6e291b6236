"""The graph as RDF: a projection of the same graph, never a second truth. terms.py says how each thing looks."""
