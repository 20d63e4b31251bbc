"""A status page as people and machines read it: HTML, JSON, Atom; served or as files, the same."""
