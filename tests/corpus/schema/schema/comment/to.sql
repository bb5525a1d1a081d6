-- sees: schema other: comment
create schema other;
comment on schema other is 'c';
