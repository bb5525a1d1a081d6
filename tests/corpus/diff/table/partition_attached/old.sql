create table m (id int not null, d date not null) partition by range (d);create table m_x (id int not null, d date not null);
