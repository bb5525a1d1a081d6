-- sees: sequence public.s: owner
create role r;
create sequence s;
alter sequence s owner to r;
