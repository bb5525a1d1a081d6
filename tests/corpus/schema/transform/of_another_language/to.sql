-- sees: transform FOR integer LANGUAGE plpgsql: added
create transform for int language sql (from sql with function prsd_lextype(internal), to sql with function int4recv(internal));
create transform for int language plpgsql (from sql with function prsd_lextype(internal), to sql with function int4recv(internal));
