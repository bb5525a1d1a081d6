-- sees: transform FOR integer LANGUAGE sql: from_sql
create transform for int language sql (to sql with function int4recv(internal));
