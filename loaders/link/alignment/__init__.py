"""What the lineage method is made of: records, character grams, evidence, aligned phrases."""
