-- sees: text_search_configuration public.c: mappings.word
create text search configuration c (parser = "default");
alter text search configuration c add mapping for asciiword, word with simple;
alter text search configuration c alter mapping for word with english_stem, simple;
