-- sees: extension vector: added
create extension vector;
