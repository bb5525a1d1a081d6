create domain d as varchar(10);alter domain d add constraint c check (value <> 'a');
