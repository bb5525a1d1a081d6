-- sees: text_search_dictionary public.d: template
create text search template simple (init = dsimple_init, lexize = dsimple_lexize);
create text search dictionary d (template = public.simple);
