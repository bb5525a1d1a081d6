-- sees: sequence public.s: comment
create sequence s;
comment on sequence s is 'c';
