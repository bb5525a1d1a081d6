create function i(internal) returns internal language internal as 'dsimple_init';
create function l(internal, internal, internal, internal) returns internal language internal as 'dsimple_lexize';
create text search template t (init = dsimple_init, lexize = dsimple_lexize);
