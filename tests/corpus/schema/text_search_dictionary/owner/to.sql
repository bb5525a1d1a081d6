-- sees: text_search_dictionary public.d: owner
create role r;
create text search dictionary d (template = simple);
alter text search dictionary d owner to r;
