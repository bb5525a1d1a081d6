create table m (id int not null, d date not null) partition by range (d);create table m_x partition of m for values from ('2024-01-01') to ('2025-01-01');
create index m_d on m (d);
alter table m add primary key (id, d);
