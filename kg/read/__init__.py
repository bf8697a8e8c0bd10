"""Read: turn what a publisher gives (text, HTML, feeds, archives) into documents."""
