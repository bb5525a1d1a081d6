-- sees: text_search_configuration public.c: comment
create text search configuration c (parser = "default");
alter text search configuration c add mapping for asciiword, word with simple;
comment on text search configuration c is 'it''s \ 🐘';
