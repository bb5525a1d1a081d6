create table t (a serial);
