"""The benchmark suite: each measure on a database of its own, made and dropped again."""
