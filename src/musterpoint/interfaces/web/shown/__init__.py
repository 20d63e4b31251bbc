"""What pages show: values that templates need, made from what queries return. Nothing is asked here
that a view has not asked already."""
