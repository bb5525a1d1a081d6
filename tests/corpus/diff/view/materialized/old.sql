create table t (id integer primary key, note text);create materialized view m as select id from t;
create unique index m_id on m (id);
