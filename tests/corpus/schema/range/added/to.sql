-- sees: range public.rg: added
create type rg as range (subtype = text);
