"""Entities → graph: the record of a document as nodes and edges, and what ties documents to each other."""
