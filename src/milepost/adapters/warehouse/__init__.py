"""Takes files and lazy expressions, gives rows, Parquet files and digests. Must not know what a table means."""
