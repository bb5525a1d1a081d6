create table t (id integer primary key, note text, "Grün" varchar(10) not null default 'x', at timestamptz);
