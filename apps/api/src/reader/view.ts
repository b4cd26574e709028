import type { Community } from '../features/communities/schema.ts';
import type { ChannelLink } from './queries.ts';

/** What every page of a community knows. */
export interface View {
  readonly community: Community;
  readonly channels: readonly ChannelLink[];
}
