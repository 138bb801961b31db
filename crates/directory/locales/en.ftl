directory-nav = Directory
