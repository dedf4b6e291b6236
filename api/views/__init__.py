"""What the pages show: templates, highlighted evidence, neighbourhood graphs, the API reference."""
