-- sees: enum public.e: labels
create type e as enum ('a''b', '{x,y}', 'NULL', '');
