-- sees: sequence public.s: type
create sequence s as integer maxvalue 100;
