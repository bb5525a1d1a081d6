-- sees: sequence public.s: added
create sequence s;
