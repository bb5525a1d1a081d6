-- sees: text_search_configuration public.c: owner
create role r;
create text search configuration c (parser = "default");
alter text search configuration c add mapping for asciiword, word with simple;
alter text search configuration c owner to r;
