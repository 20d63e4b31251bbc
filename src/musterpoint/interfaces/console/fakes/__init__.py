"""Providers of our own on loopback, each a process of its own, that stamp what they are given."""
