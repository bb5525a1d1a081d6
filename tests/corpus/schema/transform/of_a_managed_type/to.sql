-- sees: transform FOR public.c LANGUAGE sql: added
create type c as (a int);
create transform for c language sql (from sql with function prsd_lextype(internal));
