-- sees: extension vector: comment
create extension vector;
comment on extension vector is 'ours';
