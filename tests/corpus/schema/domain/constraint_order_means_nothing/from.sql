create domain d as int constraint a check (value > 1) constraint b check (value > 2);
