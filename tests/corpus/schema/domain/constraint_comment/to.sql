-- sees: domain public.d: constraint_comments.c
create domain d as varchar(10);alter domain d add constraint c check (value <> 'a');
comment on constraint c on domain d is 'x';
