-- sees: text_search_dictionary public.d: options.accept
create text search dictionary d (template = simple);
alter text search dictionary d (accept = false);
