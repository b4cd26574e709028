import type { CommunitySpec } from '../plan/community.ts';

export type ProfileName = 'minimal' | 'essential' | 'demo' | 'tenants';

/** What to seed, as data. */
export interface Profile {
  readonly name: ProfileName;
  /** One line for `--help`. */
  readonly summary: string;
  readonly seed: number;
  /** All content lies in the 90 days before it. */
  readonly referenceDate: string;
  readonly communities: readonly CommunitySpec[];
}
