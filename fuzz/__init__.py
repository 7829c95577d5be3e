"""Bytes of chance -> what must hold whatever they are: `make fuzz`."""
