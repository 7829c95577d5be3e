"""The sparse matrices of scipy, loaded without what they do not need.

On the way to them scipy names everything that numpy has, and so would load all of it: two fifths of the time that a
small build takes to load its libraries.
"""

from __future__ import annotations

import numpy as np

from kg import light

__all__ = ["coo_matrix", "csr_matrix", "diags_array"]

light.later(np)

from scipy.sparse import coo_matrix, csr_matrix, diags_array  # noqa: E402 - after numpy has been told
