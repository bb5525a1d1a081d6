-- sees: subscription s: connection
create subscription s connection 'host=h dbname=e user=u password=p' publication a with (connect = false, slot_name = none, enabled = false);
