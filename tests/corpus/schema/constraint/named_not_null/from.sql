create table t (a int, constraint k not null a);
