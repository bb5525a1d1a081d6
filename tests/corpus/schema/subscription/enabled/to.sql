-- sees: subscription s: enabled
-- not dumped: a restored subscription is disabled
create subscription s connection 'host=h dbname=d user=u password=p' publication a with (connect = false, slot_name = none, enabled = false);
alter subscription s set (slot_name = x);
alter subscription s enable;
