"""Search on PostgreSQL alone, English and Korean mixed, ranked by BM25.

The app knows nothing of what it searches: it indexes entries it is handed (`entries.Entry`) inside the caller's
transaction, and answers queries (`querying.answer`).
"""
