-- sees: sequence public.s: cycle
create sequence s cycle;
