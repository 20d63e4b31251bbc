"""Keep, read, join and erase values inside the transaction of the caller.

Each returns the changes it made, stream by stream, for the caller to enter in the ledger: what is
written here and not there fails the proof. Whoever keeps values calls ``usecases.keep_apart``.
"""
