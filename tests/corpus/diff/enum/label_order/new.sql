create type e as enum ('a', 'c', 'b');
