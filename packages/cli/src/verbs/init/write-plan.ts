import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { InitStep } from './plan-init.ts';

/** Carries a plan out, and answers each step as it went. A file that has come in the meantime is kept. */
export async function writePlan(steps: readonly InitStep[]): Promise<readonly InitStep[]> {
  const done: InitStep[] = [];
  for (const step of steps) {
    if (step.kind === 'append') await appendFile(step.file, step.text);
    done.push(step.kind === 'write' ? await writeNew(step) : step);
  }
  return done;
}

async function writeNew(step: InitStep & { readonly kind: 'write' }): Promise<InitStep> {
  const { file, text, executable } = step;
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, text, { flag: 'wx', mode: executable === true ? 0o755 : 0o666 });
    return step;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return { kind: 'keep', file, why: 'it is there' };
  }
}
