import type { Community } from '../domain/communities/schema.ts';
import type { ChannelLinksRow } from './queries/channel-links.sql.ts';

/** What every page of a community knows. */
export interface View {
  readonly community: Community;
  readonly channels: readonly ChannelLinksRow[];
}
