create type c as (a varchar(3));
