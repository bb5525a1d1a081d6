create function iso8859_to_utf8(integer, integer, cstring, internal, integer, boolean) returns integer language c strict as '$libdir/utf8_and_iso8859', 'iso8859_to_utf8';
create conversion c for 'LATIN2' to 'UTF8' from pg_catalog.iso8859_to_utf8;
