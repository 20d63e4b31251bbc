"""Editors that show a clause as what it is: a matrix, a line of time, a map, a heat table."""
