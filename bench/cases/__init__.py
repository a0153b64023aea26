"""One benchmark a file: a module with NAME, SAYS and `rows(lab)`."""
