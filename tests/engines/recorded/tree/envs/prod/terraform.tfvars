names = { a = "aa", b = "bb" }
