-- sees: text_search_configuration "My.Schema"."c.""🐘": added
create schema "My.Schema";
create text search configuration "My.Schema"."c.""🐘" (parser = "default");
