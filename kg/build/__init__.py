"""Sources -> an output folder."""
