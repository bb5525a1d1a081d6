create function s(internal, int) returns internal language internal as 'prsd_start';
create function n(internal, internal, internal) returns internal language internal as 'prsd_nexttoken';
create function e(internal) returns void language internal as 'prsd_end';
create function l(internal) returns internal language internal as 'prsd_lextype';
create function h(internal, internal, tsquery) returns internal language internal as 'prsd_headline';
create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
