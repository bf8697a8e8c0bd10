"""Link: decide which known thing each entity of an article is."""
