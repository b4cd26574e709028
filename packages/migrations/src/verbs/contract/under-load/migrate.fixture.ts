import type { ApplyEvent } from '../../../apply/options.ts';
import { deploy } from '../../deploy.ts';
import { rollback } from '../../rollback/rollback.ts';

/** What is migrated, and how far. */
interface Migrating {
  readonly url: string;
  readonly directory: string;
  readonly to: string;
  /** Told once, when the first step begins. */
  readonly onBegin?: () => void;
}

/** Deploys up to a migration, or takes back everything after one. @returns what did not succeed */
export async function migrate(
  verb: 'deploy' | 'rollback',
  { url, directory, to, onBegin }: Migrating,
): Promise<readonly string[]> {
  let told = false;
  const onEvent = ({ kind }: ApplyEvent): void => {
    if (kind !== 'boundary' || told) return;
    told = true;
    onBegin?.();
  };
  const { results } =
    verb === 'deploy'
      ? await deploy({ url, directory, to, options: { onEvent } })
      : await rollback({ url, directory, target: { to }, options: { onEvent } });
  return results
    .filter(({ outcome }) => outcome !== 'succeeded')
    .map(({ name, outcome, error }) => `${name} ${outcome}: ${String(error)} ${error?.why ?? ''}`);
}
