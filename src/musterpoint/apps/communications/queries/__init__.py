"""Read facts, updates and status pages; whoever may see an incident may see its facts."""
