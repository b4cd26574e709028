import type { Community } from '../domain/communities/schema.ts';
import type { ChannelLink } from './queries.ts';

/** What every page of a community knows. */
export interface View {
  readonly community: Community;
  readonly channels: readonly ChannelLink[];
}
