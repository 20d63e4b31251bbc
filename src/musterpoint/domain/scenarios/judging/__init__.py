"""One rule for each kind of expectation: expected beside got, the verdict and its reason."""
