create table t (a int, constraint k exclude using btree ((a + 1) with =));
