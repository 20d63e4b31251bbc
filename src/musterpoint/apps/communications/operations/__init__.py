"""Write facts, updates and status pages inside the transaction of the caller."""
