import type { Client } from '@agora/postgres';

import type { Manifest, ManifestFile, ManifestTable } from '../format/manifest.ts';
import type { OnProgress } from '../work/progress.ts';

/** Where content is read from, and how. */
export interface Around {
  /** The session of the snapshot. */
  readonly client: Client;
  readonly snapshot: string;
  readonly url: string;
  readonly jobs: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: OnProgress | undefined;
}

/** Structure and rows of a backup, stored. */
export interface Content {
  readonly files: readonly ManifestFile[];
  /** The file of the structure. */
  readonly structure: string;
  readonly dump?: Manifest['dump'];
  readonly tables: readonly ManifestTable[];
  /** Names of roles that own something or have rights. */
  readonly roles: readonly string[];
  readonly leftOut: readonly string[];
}
