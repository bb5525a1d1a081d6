-- sees: domain public.d: collation
create domain d as varchar(10) collate "C";
