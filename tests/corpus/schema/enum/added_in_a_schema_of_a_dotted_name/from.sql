create schema "My.Schema";
