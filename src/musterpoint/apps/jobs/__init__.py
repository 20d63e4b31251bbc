"""Long work: asked for, claimed by lease, told of as it goes on, finished or failed with words."""
