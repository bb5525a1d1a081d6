create type e as enum ();
