create table m (id int not null, d date not null) partition by range (d);alter table m add primary key (id, d);
create index m_d on m (d);
