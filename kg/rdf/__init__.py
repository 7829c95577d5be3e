"""RDF: terms, the vocabulary, the one writer, the store and SPARQL over it."""
