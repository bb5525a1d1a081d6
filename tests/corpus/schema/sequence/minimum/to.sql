-- sees: sequence public.s: minimum
create sequence s start 5 minvalue 2;
