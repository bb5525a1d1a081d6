create type "Mood" as enum ('sad''s', 'o\k', 'Ü', '');
comment on type "Mood" is 'm';
create table t (m "Mood" default 'Ü', n "Mood"[]);
