import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import * as z from 'zod';

import { squawkRules } from './squawk-rules.ts';

/** A finding as squawk reports it. */
export interface SquawkFinding {
  /** Place of the text in the list that was given. */
  readonly source: number;
  readonly rule: string;
  /** 0-based line. */
  readonly line: number;
  /** 0-based, in bytes. */
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
}

/** What squawk said, or why it could not be asked. */
type SquawkRun =
  | { readonly ran: true; readonly findings: readonly SquawkFinding[] }
  | { readonly ran: false; readonly reason: string };

interface SquawkOptions {
  /** Lowest major version of the servers the migrations run on. */
  readonly postgresVersion?: number;
  /** Rules to leave out; the silenced ones of `squawkRules` if absent. */
  readonly exclude?: readonly string[];
}

const silenced = Object.entries(squawkRules)
  .filter(([, rule]) => rule.reportedBy !== 'squawk')
  .map(([name]) => name)
  // These two cannot be turned off; their findings are left out afterwards.
  .filter((name) => name !== 'syntax-error' && name !== 'unused-ignore');

/**
 * Asks squawk about several texts at once, in one process. The texts go through a temporary folder: paths
 * of a project may hold characters that squawk takes for patterns, byte order marks that it cannot parse,
 * and be more than a command line holds.
 */
export async function runSquawk(texts: readonly string[], options: SquawkOptions = {}): Promise<SquawkRun> {
  const binary = squawkBinary();
  if ('reason' in binary) return { ran: false, reason: binary.reason };
  const folder = await mkdtemp(path.join(tmpdir(), 'agora-lint-'));
  try {
    await Promise.all(texts.map((text, index) => writeFile(path.join(folder, `${index}.sql`), text)));
    // An own configuration, so that none is taken from a folder above.
    await writeFile(path.join(folder, 'squawk.toml'), '');
    const found = await run(binary.path, folder, [
      '--config=squawk.toml',
      '--reporter=json',
      `--pg-version=${options.postgresVersion ?? 14}`,
      `--exclude=${(options.exclude ?? silenced).join(',')}`,
      '--no-error-on-unmatched-pattern',
      '*.sql',
    ]);
    return typeof found === 'string' ? { ran: false, reason: found } : { ran: true, findings: found };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function squawkBinary(): { path: string } | { reason: string } {
  try {
    const squawk: { getBinaryPath(): string } = createRequire(import.meta.url)('squawk-cli/js/index.js');
    return { path: squawk.getBinaryPath() };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const isMissing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
    return { reason: isMissing ? 'it is not installed (npm install --save-dev squawk-cli)' : reason };
  }
}

const output = z.array(
  z.object({
    file: z.string(),
    line: z.number(),
    column: z.number(),
    line_end: z.number(),
    column_end: z.number(),
    rule_name: z.string(),
    message: z.string(),
  }),
);

function run(binary: string, cwd: string, arguments_: string[]): Promise<SquawkFinding[] | string> {
  return new Promise((resolve) => {
    const child = spawn(binary, arguments_, { cwd, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const out: Buffer[] = [];
    const problems: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => problems.push(chunk));
    child.on('error', (error) => resolve(`squawk cannot be started: ${error.message}`));
    // It exits with 1 when it found something: its output decides.
    child.on('close', (code) => {
      const text = Buffer.concat(out).toString('utf8');
      try {
        resolve(output.parse(JSON.parse(text)).map(toFinding));
      } catch {
        if (code === 0 && text.trim() === '') resolve([]);
        else resolve(`squawk ended with ${code}: ${Buffer.concat(problems).toString('utf8').trim() || text}`);
      }
    });
  });
}

function toFinding(raw: z.output<typeof output>[number]): SquawkFinding {
  return {
    source: Number.parseInt(path.basename(raw.file), 10),
    rule: raw.rule_name,
    line: raw.line,
    column: raw.column,
    endLine: raw.line_end,
    endColumn: raw.column_end,
    message: raw.message,
  };
}
