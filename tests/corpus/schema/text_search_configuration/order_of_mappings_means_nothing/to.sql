-- sees: text_search_configuration public.c: comment
create text search configuration c (parser = "default");
alter text search configuration c add mapping for email, word with simple;
comment on text search configuration c is 'x';
