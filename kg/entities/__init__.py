"""Records -> entities."""
