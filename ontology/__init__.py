"""What exists: the one declaration (policy.yaml), its generated forms, and the vocabularies."""
