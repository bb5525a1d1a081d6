-- sees: text_search_dictionary public.d: comment
create text search dictionary d (template = simple);
alter text search dictionary d (stopwords = english, accept = true);
comment on text search dictionary d is 'x';
