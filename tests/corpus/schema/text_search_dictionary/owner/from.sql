create role r;
create text search dictionary d (template = simple);
