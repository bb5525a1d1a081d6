create table t (a integer, b text default 'o''clock');
