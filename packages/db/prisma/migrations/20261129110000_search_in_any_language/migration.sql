-- Search in any language. PostgreSQL's own parser knows words of letters that the database's locale knows, keeps accents and
-- makes one word of a Chinese sentence; emoji it throws away. What is searched is therefore made of ASCII letters and digits
-- alone, the same in every locale: accents are folded, other letters become their hexadecimal form, and scripts without
-- spaces become pairs of neighbours. No word is left out, so phrases of small words are found.

-- Letters without their accents, in lower case; a character is a character in most texts.
CREATE FUNCTION "agora_search_fold"(p_text text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF octet_length(p_text) = char_length(p_text) THEN
    RETURN lower(p_text);
  END IF;
  RETURN translate(lower(normalize(regexp_replace(normalize(p_text, NFKD),
    -- Accents and points, what has no width, and how an emoji is to look.
    '[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u061c\u064b-\u065f\u0670\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]', '', 'g'),
    NFC)), 'øłđıðþħŧ', 'oldidtht');
END
$$;

-- The words of a text, as PostgreSQL's parser finds them in any locale. A byte above 127 becomes two octal digits, the first of
-- a character with a z. In scripts without spaces, and in Korean, "ABC" becomes "A AB BC C"; emoji are words.
CREATE FUNCTION "agora_search_words"(p_text text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  -- As long as what is written; what is longer would not fit into a search document.
  folded text := public.agora_search_fold(left(p_text, 40300));
BEGIN
  -- To the parser these make addresses, paths, tags and signed numbers of words.
  folded := translate(folded, '-_./:@<>&+=~#%\^|*''', '                   ');
  IF octet_length(folded) = char_length(folded) THEN
    RETURN folded;
  END IF;
  folded := replace(replace(replace(folded, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  folded := regexp_replace(folded, '[\u0080-\u00a8\u00aa-\u00ac\u00af-\u00bf\u00d7\u00f7\u055a-\u055f\u0589-\u058a\u05be\u05c0\u05c3\u05f3-\u05f4\u060c-\u060d\u061b\u061e-\u061f\u066a-\u066d\u06d4\u0964-\u0965\u0970\u1360-\u1368\u2000-\u200a\u2010-\u2029\u202f-\u205f\u2500-\u259f\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u3040\u30a0\u30fb\ufd3e-\ufd3f\ufe10-\ufe6f\uff00-\uff65\uffe0-\uffff]', ' ', 'g');
  folded := regexp_replace(folded, '([\u00a9\u00ae\u20a0-\u20cf\u2190-\u24ff\u25a0-\u2bff\U0001f000-\U0001faff])', ' \1 ', 'g');
  folded := regexp_replace(folded, '([\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u3035\u3041-\u309f\u30a1-\u30fa\u30fc-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+)', ' \1 ', 'g');
  folded := regexp_replace(folded, '([\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u3035\u3041-\u309f\u30a1-\u30fa\u30fc-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff])', '\1 \1', 'g');
  RETURN replace(replace(encode(convert_to(folded, 'UTF8'), 'escape'), '\3', 'z'), '\2', '');
END
$$;

-- What is looked through: of a post its title (weight A) and text (weight B), of a comment its text.
CREATE FUNCTION "agora_search_post"(p_title text, p_body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2000
RETURN setweight(to_tsvector('pg_catalog.simple'::regconfig, "agora_search_words"(p_title)), 'A') ||
  setweight(to_tsvector('pg_catalog.simple'::regconfig, "agora_search_words"(p_body)), 'B');

CREATE FUNCTION "agora_search_comment"(p_body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2000
RETURN to_tsvector('pg_catalog.simple'::regconfig, "agora_search_words"(p_body));

-- Words as somebody searches them: those of a phrase one after the other; one that is alone also as the beginning of others
-- and in the forms that it shares a stem with (English and Russian have stems here).
CREATE FUNCTION "agora_search_term"(p_text text, p_phrase boolean, p_loose boolean) RETURNS tsquery
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
  words text[] := (SELECT array_agg(word ORDER BY place) FROM unnest(to_tsvector('pg_catalog.simple'::regconfig,
    public.agora_search_words(p_text))) AS found(word, places), unnest(places) place);
  -- One character of three bytes or four.
  lone constant text := '^z(?:[45][0-7]{5}|6[0-7]{7})$';
  final text;
  stem text;
  open boolean := false;
BEGIN
  IF words IS NULL THEN
    RETURN NULL;
  END IF;
  -- The first and the last of a run stand there for searches of them alone, and for phrases that go on.
  IF words[1] ~ lone AND starts_with(words[2], words[1]) THEN
    words := words[2:];
  END IF;
  final := words[cardinality(words)];
  IF final ~ lone AND words[cardinality(words) - 1] LIKE '%' || final THEN
    words := words[:cardinality(words) - 1];
    final := words[cardinality(words)];
  ELSIF final ~ lone THEN
    open := true;
  ELSIF NOT p_phrase AND length(final) > 2 THEN
    stem := CASE WHEN final ~ '^z2[01]' THEN public.agora_search_words((ts_lexize('pg_catalog.russian_stem', lower(p_text)))[1])
      ELSE (ts_lexize('pg_catalog.english_stem', final))[1] END;
    -- A word without a stem is one of the small ones.
    open := stem IS NOT NULL;
    final := CASE WHEN length(stem) > 2 AND starts_with(final, stem) THEN stem
      WHEN length(stem) > 3 AND starts_with(final, left(stem, -1)) THEN left(stem, -1) ELSE final END;
  END IF;
  words[cardinality(words)] := final;
  RETURN (SELECT string_agg(quote_literal(word) || CASE WHEN open AND place = cardinality(words) THEN ':*' ELSE '' END,
    CASE WHEN p_phrase AND NOT p_loose THEN ' <-> ' ELSE ' & ' END ORDER BY place)
    FROM unnest(words) WITH ORDINALITY w(word, place))::tsquery;
END
$$;

-- What somebody types: words; "a phrase"; -without; this or that. Loosely, it finds at least what it finds otherwise, by the
-- index alone: no order of words, and nothing left out.
CREATE FUNCTION "agora_search_query"(p_text text, p_loose boolean DEFAULT false) RETURNS tsquery
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
  piece text[];
  term tsquery;
  together tsquery;
  without tsquery;
  result tsquery;
BEGIN
  -- A last OR ends the last group.
  FOR piece IN SELECT m FROM regexp_matches(p_text, '(-?)(?:"([^"]*)"?|([^\s"]+))', 'g') m
    UNION ALL SELECT ARRAY['', NULL, 'or'] LOOP
    IF piece[1] = '' AND lower(piece[3]) = 'or' THEN
      IF together IS NOT NULL THEN
        together := CASE WHEN without IS NULL OR p_loose THEN together ELSE together && !!without END;
        result := CASE WHEN result IS NULL THEN together ELSE result || together END;
      END IF;
      together := NULL;
      without := NULL;
      CONTINUE;
    END IF;
    term := public.agora_search_term(coalesce(piece[2], piece[3]), piece[2] IS NOT NULL, p_loose);
    IF term IS NULL THEN
      CONTINUE;
    ELSIF piece[1] = '-' THEN
      without := CASE WHEN without IS NULL THEN term ELSE without || term END;
    ELSE
      together := CASE WHEN together IS NULL THEN term ELSE together && term END;
    END IF;
  END LOOP;
  RETURN result;
END
$$;

-- Searches below row-level security. `@@` is not leakproof, so under a policy PostgreSQL may test it only after the policy has
-- let a row pass, and would read every text of the community. This function uses the indexes, past the policies but inside
-- the community that the transaction has set, and answers ids and ranks only: whoever calls it joins posts and comments under
-- the policies as ever. It looks at the newest of what the indexes find, up to five hundred of each kind; their texts are
-- read again for a phrase or what must not be there alone, up to 500 KB. A title counts more than a text, a whole word more than a
-- beginning, a post more than a comment, and a year as much as a factor of e: the order is the same tomorrow. A post is found once.
CREATE FUNCTION "agora_search"(p_text text, p_limit integer, p_after_rank float8 DEFAULT NULL, p_after_id uuid DEFAULT NULL)
RETURNS TABLE ("post_id" uuid, "comment_id" uuid, "rank" float8)
LANGUAGE plpgsql STABLE ROWS 20
SECURITY DEFINER
SET search_path = public, pg_temp
SET work_mem = '32MB'
AS $$
DECLARE
  query tsquery := agora_search_query(p_text);
  loose tsquery := agora_search_query(p_text, true);
BEGIN
  IF query IS NULL THEN
    RETURN;
  END IF;
  -- Planned for these words: how many texts have them decides where to look.
  RETURN QUERY EXECUTE $search$
    WITH found AS (
      SELECT p.id AS post_id, NULL::uuid AS comment_id, p.created_at, 0.2
        + ts_rank(d.title, $2) + ts_rank(d.title, replace($2::text, ':*', '')::tsquery) AS fit
      FROM (SELECT p.*, sum(octet_length(p.body)) OVER (ORDER BY p.id DESC ROWS UNBOUNDED PRECEDING) AS bytes FROM (
        SELECT p.id, p.title, p.body, p.created_at FROM posts p
        WHERE p.community_id = $1 AND p.status = 'PUBLISHED' AND agora_search_post(p.title, p.body) @@ $3
        ORDER BY p.id DESC LIMIT 500) p) p
      CROSS JOIN LATERAL (SELECT agora_search_post(p.title, '') AS title OFFSET 0) d
      WHERE CASE WHEN $4 THEN true WHEN p.bytes - octet_length(p.body) < 500000 THEN agora_search_post(p.title, p.body) @@ $2 END
      UNION ALL
      SELECT c.post_id, c.id, c.created_at, 0.1
      FROM (SELECT c.*, sum(octet_length(c.body)) OVER (ORDER BY c.id DESC ROWS UNBOUNDED PRECEDING) AS bytes FROM (
        SELECT c.id, c.post_id, c.body, c.created_at FROM comments c
        WHERE c.community_id = $1 AND c.status = 'PUBLISHED' AND agora_search_comment(c.body) @@ $3
        ORDER BY c.id DESC LIMIT 500) c) c
      JOIN posts p ON p.community_id = $1 AND p.id = c.post_id AND p.status = 'PUBLISHED'
      WHERE CASE WHEN $4 THEN true WHEN c.bytes - octet_length(c.body) < 500000 THEN agora_search_comment(c.body) @@ $2 END
    ), ranked AS (
      SELECT DISTINCT ON (f.post_id) f.post_id, f.comment_id, f.rank FROM (
        SELECT f.*, ln(f.fit) + extract(epoch FROM f.created_at)::float8 / 31557600 AS rank FROM found f) f
      ORDER BY f.post_id, f.comment_id IS NOT NULL, f.rank DESC
    )
    SELECT r.post_id, r.comment_id, r.rank FROM ranked r
    WHERE $7 IS NULL OR (r.rank, r.post_id) < ($6, $7)
    ORDER BY r.rank DESC, r.post_id DESC LIMIT least($5, 101)
  $search$ USING nullif(current_setting('agora.community_id', true), '')::uuid, query, loose, query::text = loose::text, p_limit,
    p_after_rank, p_after_id;
END
$$;

GRANT CREATE ON SCHEMA public TO agora_loader;
ALTER FUNCTION "agora_search"(text, integer, float8, uuid) OWNER TO agora_loader;
REVOKE CREATE ON SCHEMA public FROM agora_loader;
REVOKE ALL ON FUNCTION "agora_search"(text, integer, float8, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "agora_search"(text, integer, float8, uuid) TO agora_app;
