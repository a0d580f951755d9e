"""Markets: customers that firms know, segments and niches they choose, and the way abroad."""
