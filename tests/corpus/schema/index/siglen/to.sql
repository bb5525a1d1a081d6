-- sees: index public.i: definition
create table t (a int, b text, c int4range);
create index i on t using gist (to_tsvector('simple', b) tsvector_ops (siglen = 100));
