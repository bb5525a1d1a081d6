-- sees: operator public.===(integer,integer): comment
create operator === (leftarg = int, rightarg = int, function = int4eq);
comment on operator === (int, int) is 'it''s \ 🐘';
