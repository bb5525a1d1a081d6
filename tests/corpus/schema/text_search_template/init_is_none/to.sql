-- sees: text_search_template public.t: init
create text search template t (lexize = dsimple_lexize);
