"""Random DDL from a grammar, for tests that hold guardian against pg_dump."""
