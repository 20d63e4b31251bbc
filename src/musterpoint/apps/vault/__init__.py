"""Personal data kept apart from every text: encrypted under a key per person, read with a reason.

Knows nothing of incidents, roles or the ledger; whoever keeps, reads or erases records it there.
"""
