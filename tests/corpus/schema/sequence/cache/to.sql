-- sees: sequence public.s: cache
create sequence s cache 7;
