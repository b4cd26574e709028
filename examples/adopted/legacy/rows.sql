INSERT INTO members ("fullName", mail, tier)
SELECT 'Member ' || n, 'member' || n || '@library.example', (ARRAY['basic', 'family', 'patron'])[1 + n % 3]
FROM generate_series(1, 60) n;
INSERT INTO items (title, shelf, price)
SELECT 'Book ' || n, 'S' || lpad((n % 100)::text, 3, '0'), n % 40 FROM generate_series(1, 400) n;
INSERT INTO loans (member_no, item_id, lent_at, back_at)
SELECT 1 + n % 60, n, now() - n * interval '6 hours', CASE WHEN n % 4 > 0 THEN now() - n * interval '1 hour' END
FROM generate_series(1, 200) n;
