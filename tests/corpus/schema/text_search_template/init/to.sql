-- sees: text_search_template public.t: init
create function i(internal) returns internal language internal as 'dsimple_init';
create function l(internal, internal, internal, internal) returns internal language internal as 'dsimple_lexize';
create text search template t (init = i, lexize = dsimple_lexize);
