"""Reading a post's text as a careful colleague would: one file a kind of finding."""
