import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AgoraError } from '@agora/core';

/**
 * The nearest folder at or above `from` that holds a pnpm-workspace.yaml.
 * @throws postgres.workspace_not_found
 */
export function findWorkspaceRoot(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return folder;
    if (dirname(folder) === folder) {
      throw new AgoraError({
        code: 'postgres.workspace_not_found',
        message: `No workspace was found at or above ${resolve(from)}.`,
        why: 'None of these folders holds a pnpm-workspace.yaml.',
        fix: 'Run the command inside the workspace.',
      });
    }
  }
}
