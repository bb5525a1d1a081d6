-- sees: domain public.d: comment
create domain d as int constraint b check (value > 2) constraint a check (value > 1);
comment on domain d is 'x';
