-- sees: text_search_parser "My.Schema"."p.""🐘": added
create schema "My.Schema";
create text search parser "My.Schema"."p.""🐘" (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
