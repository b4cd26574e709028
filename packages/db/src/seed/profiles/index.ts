import { AgoraError } from '@agora/core';
import { demo } from './demo.ts';
import { essential } from './essential.ts';
import { minimal } from './minimal.ts';
import type { Profile } from './profile.ts';
import { tenants } from './tenants.ts';

/** Every profile made from hand-written text; `load` is generated (see load/). */
export const profiles: readonly Profile[] = [minimal, essential, demo, tenants];

/** @throws seed.unknown_profile */
export function profileNamed(name: string): Profile {
  const profile = profiles.find((one) => one.name === name);
  if (profile !== undefined) return profile;
  throw new AgoraError({
    code: 'seed.unknown_profile',
    message: `There is no seed profile "${name}".`,
    fix: `Use one of: ${profiles.map((one) => one.name).join(', ')}, load.`,
  });
}
