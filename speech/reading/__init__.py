"""How written Korean is read aloud: tables of rules, a file for each kind of thing that is read."""
