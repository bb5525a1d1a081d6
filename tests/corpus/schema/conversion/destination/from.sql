create conversion c for 'UTF8' to 'LATIN2' from utf8_to_iso8859;
