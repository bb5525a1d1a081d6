create text search template simple (init = dsimple_init, lexize = dsimple_lexize);
create text search dictionary d (template = pg_catalog.simple);
