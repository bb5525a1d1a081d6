-- sees: table public."integer": added
create table "integer" (x int);
