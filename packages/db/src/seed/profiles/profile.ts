import type { SeedProfile } from '@agora/seeding/profiles';
import type { CommunitySpec } from '../plan/model/community.ts';

export type ProfileName = 'minimal' | 'essential' | 'demo' | 'tenants';

/** What to seed, as data. All content lies in the 90 days before the reference date. */
export interface Profile extends SeedProfile {
  readonly name: ProfileName;
  readonly communities: readonly CommunitySpec[];
  /** The forum's last day is that of its first seeding, unless a date is given; in tests it is the profile's own date. */
  readonly lives?: boolean;
}
