create table t (id int, note text) with (fillfactor = 80, toast.autovacuum_enabled = false);
