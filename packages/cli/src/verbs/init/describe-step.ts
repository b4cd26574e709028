import path from 'node:path';

import { indent } from '../../terminal/text.ts';
import type { InitStep } from './plan-init.ts';

const words = { write: 'written', append: 'added to', keep: 'kept', 'by-hand': 'yours to do' } as const;
const planned = { ...words, write: 'would write', append: 'would add to' } as const;

/**
 * A step for people.
 * @param cwd what paths are relative to
 * @param dryRun whether the texts are shown and nothing was done
 */
export function describeStep(step: InitStep, cwd: string, dryRun: boolean): string {
  const file = path.relative(cwd, step.file) || step.file;
  const line = `${(dryRun ? planned : words)[step.kind].padEnd(12)} ${file}   ${step.why}`;
  const shown = step.kind === 'by-hand' || (dryRun && step.kind !== 'keep');
  return shown && 'text' in step ? `${line}\n\n${indent(step.text.trimEnd(), '    ')}\n` : line;
}
