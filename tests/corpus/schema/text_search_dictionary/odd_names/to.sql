-- sees: text_search_dictionary "My.Schema"."d.""🐘": added
create schema "My.Schema";
create text search dictionary "My.Schema"."d.""🐘" (template = simple);
