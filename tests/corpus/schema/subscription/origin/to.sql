-- sees: subscription s: origin
-- requires >= 16
create subscription s connection 'host=h dbname=d user=u password=p' publication a with (connect = false, slot_name = none, enabled = false, origin = none);
