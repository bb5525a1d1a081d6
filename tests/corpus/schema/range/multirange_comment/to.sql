-- sees: range public.rg: part_comments.multirange type
-- not dumped: the comment on a multirange type
create type rg as range (subtype = text);
comment on type rg_multirange is 'x';
