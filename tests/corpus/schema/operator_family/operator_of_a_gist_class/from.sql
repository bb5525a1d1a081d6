create operator family f using gist;
create operator class oc for type point using gist family f as operator 15 ~= (point, point);
