create table kept (a int default 1);
