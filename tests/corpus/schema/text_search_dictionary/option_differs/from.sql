create text search dictionary d (template = simple);
alter text search dictionary d (accept = true);
