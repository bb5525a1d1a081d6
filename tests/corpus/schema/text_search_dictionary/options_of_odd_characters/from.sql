create function i(internal) returns internal language internal as 'prsd_lextype';
create text search template t (init = i, lexize = dsimple_lexize);
create text search dictionary d (template = t, "a.b" = 'it''s, "x" = \', c = 5, "e ""f" = -1.5, g = '');
