create type e as enum ('a''b', '{x,y}', 'null', '');
