-- sees: text_search_dictionary public.d: added
create text search dictionary d (template = simple);
