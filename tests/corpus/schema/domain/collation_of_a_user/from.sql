create collation "Col.1" (locale = 'C'); create schema other; create collation other."Col.1" (locale = 'C');
create domain d as text collate "Col.1";
