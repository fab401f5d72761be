"""Vietnamese text: spelling, search keys, numbers, dates, legacy encodings, the search box. Knows no app."""
