-- sees: text_search_configuration public.c: parser
create text search parser "default" (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
create text search configuration c (parser = public."default");
alter text search configuration c add mapping for asciiword, word with simple;
