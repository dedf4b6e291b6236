"""One thin router a subject: each asks named queries of the store and shapes the rows."""
