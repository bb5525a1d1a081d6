create role r;
create collation c (locale = 'C');
