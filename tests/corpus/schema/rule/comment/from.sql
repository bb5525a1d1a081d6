create table t (a int, b text);
create rule r as on insert to t do also notify x;
