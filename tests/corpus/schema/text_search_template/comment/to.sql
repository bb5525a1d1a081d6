-- sees: text_search_template public.t: comment
create text search template t (init = dsimple_init, lexize = dsimple_lexize);
comment on text search template t is 'it''s \ 🐘';
