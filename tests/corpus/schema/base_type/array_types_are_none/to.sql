-- sees: enum public._e: added
create table t (a int); create type c as (a int); create domain dd as int;
create type _e as enum ();
