-- sees: sequence public.s: increment
create sequence s increment 2;
