"""Addresses of all kinds, and texts that are none, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

hostile_parts = st.text(alphabet="%/.?&=#:@[]\\ utm_fbclidwAZ012~é\t\u202e\U0001f600", max_size=30)
urls = st.one_of(
    st.text(max_size=40),
    hostile_parts,
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["http://a.example", "HTTPS://www.B.example:80", "https://[::1]"]),
        st.sampled_from("/?"),
        hostile_parts | st.text(max_size=30),
    ),
    st.builds("https://{}/".format, st.text(alphabet="aw.-_1é:@%[]", max_size=20)),
)
