-- sees: domain public.d: type
create type c as (a int);
create domain d as c[];
