"""PostgreSQL's own regression databases as a corpus: built once by `make corpora`, kept out of git."""
