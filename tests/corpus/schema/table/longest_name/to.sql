-- sees: table public."äääääääääääääääääääääääääääääääx": added
create table "äääääääääääääääääääääääääääääääx" (x int);
