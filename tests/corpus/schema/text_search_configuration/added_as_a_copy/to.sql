-- sees: text_search_configuration public.c: added
create text search configuration c (copy = english);
