"""The graph: records, ids, nodes and edges, stores. Knows no file format and no web."""
