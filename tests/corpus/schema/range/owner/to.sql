-- sees: range public.rg: owner
create role r;
create type rg as range (subtype = text);
alter type rg owner to r;
