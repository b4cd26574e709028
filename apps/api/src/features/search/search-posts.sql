-- Not Prisma: it knows no full-text search. Candidates come from agora_search_posts, which can use the index; content is
-- read and highlighted here, under the policies, for the page alone. What ts_headline is given is escaped: its marks are
-- the only tags that it returns. `afterRank` and `afterId` are of the last hit before.
-- :afterRank may be null.
-- :afterId may be null.
-- id is never null.
-- rank is never null.
-- item is never null.
SELECT hit.id, hit.rank, json_build_object(
  'version', round(date_part('epoch', p.updated_at) * 1000)::bigint, 'id', p.id, 'title', p.title, 'status', p.status, 'pinned', p.pinned,
  'channel', json_build_object('id', ch.id, 'slug', ch.slug, 'name', ch.name),
  'author', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'avatar', u.avatar,
    'role', u.role),
  'tags', (SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour) ORDER BY t.slug), '[]')
    FROM post_tags pt JOIN tags t ON t.community_id = :communityId AND t.id = pt.tag_id
    WHERE pt.community_id = :communityId AND pt.post_id = p.id),
  'viewCount', p.view_count, 'likeCount', p.like_count, 'commentCount', p.comment_count,
  'createdAt', p.created_at, 'editedAt', p.edited_at, 'lastActivityAt', p.last_activity_at,
  'excerpt', left(p.body, 240), 'rank', hit.rank, 'highlight', json_build_object(
    'title', ts_headline('english', escaped.title, query.terms, 'HighlightAll=true, StartSel=<mark>, StopSel=</mark>'),
    'body', ts_headline('english', escaped.body, query.terms,
      'MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … ", StartSel=<mark>, StopSel=</mark>'))) AS item
FROM (SELECT websearch_to_tsquery('english', :terms) AS terms) query
CROSS JOIN LATERAL agora_search_posts(query.terms, :limit::int + 1, :afterRank::real, :afterId::uuid) hit
JOIN posts p ON p.community_id = :communityId AND p.id = hit.id
JOIN channels ch ON ch.community_id = :communityId AND ch.id = p.channel_id
JOIN users u ON u.community_id = :communityId AND u.id = p.author_id
CROSS JOIN LATERAL (SELECT
  replace(replace(replace(replace(p.title, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;') AS title,
  replace(replace(replace(replace(left(p.body, 20000), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;') AS body
) escaped
ORDER BY hit.rank DESC, hit.id DESC
