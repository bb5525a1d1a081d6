create table m (id int not null, d date not null) partition by range (d);
create table m_2024 partition of m for values from ('2024-01-01') to ('2025-01-01');
create table m_rest partition of m default;
alter table m add primary key (id, d);
create index m_d on m (d);
create table ref (id int primary key);
alter table m add foreign key (id) references ref;
