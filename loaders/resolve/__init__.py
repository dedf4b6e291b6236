"""Records → entities: one module per kind of entity."""
