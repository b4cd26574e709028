// Made from channel-links.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface ChannelLinksParameters {
  readonly communityId: string;
}

export interface ChannelLinksRow {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
}

export const channelLinksSql = sql<ChannelLinksParameters, ChannelLinksRow>({
  name: 'channel-links',
  parameters: ['communityId'],
  text: `SELECT slug, name, description FROM channels WHERE community_id = $1 ORDER BY position, slug`,
});
