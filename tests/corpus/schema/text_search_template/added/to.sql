-- sees: text_search_template public.t: added
create text search template t (init = dsimple_init, lexize = dsimple_lexize);
