-- sees: domain public.d: comment
create domain d as varchar(10);
comment on domain d is 'it''s \ 🐘';
