"""Updates as pages show them: what is owed, the composer, checks beside the text, receipts."""
