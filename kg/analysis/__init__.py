"""A finished graph -> what can be said of its stories."""
