"""Vocabularies: data, not code. Each file says where its entries come from."""
