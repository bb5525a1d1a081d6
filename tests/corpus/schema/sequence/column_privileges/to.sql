-- sees: sequence public.s: part_privileges.column last_value public SELECT
create sequence s;
grant select (last_value) on s to public;
