"""The worker door: runs what falls due and sends what is queued. Any number may run at once."""
