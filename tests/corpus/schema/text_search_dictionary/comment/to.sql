-- sees: text_search_dictionary public.d: comment
create text search dictionary d (template = simple);
comment on text search dictionary d is 'it''s \ 🐘';
