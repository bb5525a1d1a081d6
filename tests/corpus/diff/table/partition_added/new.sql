create table m (id int not null, d date not null) partition by range (d);alter table m add primary key (id, d);
create index m_d on m (d);
create table m_2024 partition of m for values from ('2024-01-01') to ('2025-01-01');
