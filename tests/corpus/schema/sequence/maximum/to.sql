-- sees: sequence public.s: maximum
create sequence s maxvalue 100;
