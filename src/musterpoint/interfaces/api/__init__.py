"""The JSON door: bearer tokens in, use cases asked once, plain JSON or problem+json out."""
