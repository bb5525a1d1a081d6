-- sees: sequence public.s: persistence
-- requires >= 15
create unlogged sequence s;
