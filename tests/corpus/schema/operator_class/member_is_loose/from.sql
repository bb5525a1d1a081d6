create operator family f using btree;
create operator class oc for type int4 using btree family f as operator 1 <, operator 2 <=;
