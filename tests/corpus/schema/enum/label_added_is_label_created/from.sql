create type e as enum ('a', 'c');
alter type e add value 'b' before 'c';
