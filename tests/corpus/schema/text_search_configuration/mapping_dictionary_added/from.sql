create text search configuration c (parser = "default");
alter text search configuration c add mapping for asciiword, word with simple;
