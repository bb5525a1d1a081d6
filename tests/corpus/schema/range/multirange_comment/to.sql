-- sees: range public.rg: multirange_comment
create type rg as range (subtype = text);
comment on type rg_multirange is 'x';
