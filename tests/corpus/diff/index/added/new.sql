create table t (id integer primary key, note text);
create unique index "T Note" on t using btree (lower(note) collate "C" text_pattern_ops desc, id) include (note) with (fillfactor = 70) where (id > 0);
