import path from 'node:path';
import { chooseEnvironment, policyOf } from '@agora/core';
import { loadAgoraConfig } from '@agora/core/config';
import { findWorkspaceRoot, renderError, resolveDatabaseUrl } from '@agora/postgres';
import { config as loadEnvironmentFile } from 'dotenv';
import { defaultProfile } from './profiles/policy.ts';
import { seed } from './run/seed.ts';

// What `prisma db seed` and `agora db reset` run: the profile that AGORA_SEEDS names, else the environment's, into
// DATABASE_URL or the embedded server.

async function main(): Promise<void> {
  const root = findWorkspaceRoot(import.meta.dirname);
  loadEnvironmentFile({ path: path.join(root, '.env'), quiet: true });
  const { url } = await resolveDatabaseUrl({ env: process.env, directory: path.join(root, '.agora') });
  const choice = chooseEnvironment({ env: process.env, url });
  const environment =
    choice.name === 'test' ? 'test' : policyOf((await loadAgoraConfig(root)).environments, choice).base;
  const profile = process.env['AGORA_SEEDS'] || defaultProfile(environment);
  const result = await seed({ url, profile, environment });
  const rows = result.entities.reduce((sum, entity) => sum + entity.rows, 0);
  const what = result.changed ? `${rows} rows seeded` : 'nothing to do, everything is there';
  process.stderr.write(`Profile ${result.profile}: ${what} (${Math.round(result.durationMs)} ms).\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${renderError(error)}\n`);
  process.exitCode = 1;
}
