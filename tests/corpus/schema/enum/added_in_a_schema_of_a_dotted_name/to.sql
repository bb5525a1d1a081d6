-- sees: enum "My.Schema"."a.""b' 🐘": added
create schema "My.Schema";
create type "My.Schema"."a.""b' 🐘" as enum ('x');
