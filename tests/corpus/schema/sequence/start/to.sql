-- sees: sequence public.s: start
create sequence s start 5;
