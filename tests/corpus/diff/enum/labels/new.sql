create type e as enum ('0', 'a', 'b', 'c', 'c2', 'd', 'e');
