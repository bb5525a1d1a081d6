-- sees: range public.rg: comment
create type rg as range (subtype = text);
comment on type rg is 'it''s \ 🐘';
