MOST_BYTES = 1 << 26


def rows(data, path):
    return None
