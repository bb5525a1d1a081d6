-- sees: subscription s: publications
create subscription s connection 'host=h dbname=d user=u password=p' publication c, b with (connect = false, slot_name = none, enabled = false);
