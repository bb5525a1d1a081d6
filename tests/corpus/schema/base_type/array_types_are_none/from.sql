create table t (a int); create type c as (a int); create domain dd as int;
