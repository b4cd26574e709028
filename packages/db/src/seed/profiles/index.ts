import * as seeding from '@agora/seeding/profiles';
import { demo } from './demo.ts';
import { essential } from './essential.ts';
import { minimal } from './minimal.ts';
import type { Profile } from './profile.ts';
import { tenants } from './tenants.ts';

/** Every profile made from hand-written text; `load` is generated (see load/). */
export const profiles: readonly Profile[] = [minimal, essential, demo, tenants];

/** @throws seed.unknown_profile */
export function profileNamed(name: string): Profile {
  return seeding.profileNamed(profiles, name, ['load']);
}
