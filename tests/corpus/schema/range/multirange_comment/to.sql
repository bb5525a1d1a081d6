-- sees: range public.rg: multirange_comment
-- not dumped: the comment on a multirange type
create type rg as range (subtype = text);
comment on type rg_multirange is 'x';
