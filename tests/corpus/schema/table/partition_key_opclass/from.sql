create table t (a text) partition by range (a);
