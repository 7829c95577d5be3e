"""What a build costs: a corpus of any size, whole processes measured, a table and a plot."""
