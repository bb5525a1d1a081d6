create table t (a int, constraint u unique (a) with (fillfactor = 50));
comment on constraint u on t is 'half';
