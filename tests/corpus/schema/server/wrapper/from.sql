create foreign data wrapper w;
create foreign data wrapper v;
create server s foreign data wrapper w;
