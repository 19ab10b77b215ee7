"""What a page says of itself to machines, as schema.org JSON-LD."""
