import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { filesBelow } from './source-files.ts';

/** Something that .env.example, the code and turbo.json do not agree on. */
interface EnvironmentFault {
  readonly variable: string;
  readonly what: string;
}

/** Set by the system, a terminal, a CI server or a cloud and read by convention; no settings of ours. */
const conventions = new Set([
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_S3',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'CI',
  'FORCE_COLOR',
  'GITHUB_ACTOR',
  'NO_COLOR',
  'PATH',
  'TERM',
  'USER',
  'USERNAME',
]);

/**
 * Compares the environment variables that the code reads with those that .env.example explains and those
 * that turbo.json lets through to its tasks (it hides all others from them).
 * @param root of the workspace
 */
export function checkEnvironment(root: string): EnvironmentFault[] {
  const read = readVariables(root, ['apps', 'packages', 'agora.config.ts']);
  const explained = explainedVariables(readFileSync(path.join(root, '.env.example'), 'utf8'));
  const tasks = turboTasks(readFileSync(path.join(root, 'turbo.json'), 'utf8'));
  const faults: EnvironmentFault[] = [];
  for (const [variable, file] of read) {
    if (conventions.has(variable) || explained.has(variable)) continue;
    faults.push({ variable, what: `${file} reads it, and .env.example does not explain it` });
  }
  for (const [variable, explanation] of explained) {
    if (!read.has(variable))
      faults.push({ variable, what: '.env.example explains it, and nothing reads it' });
    if (explanation === '')
      faults.push({ variable, what: '.env.example names it without a word of explanation' });
  }
  for (const [task, passed] of tasks) {
    for (const variable of passed) {
      // A pattern names the settings of another program, as npm_config_* does.
      if (variable.includes('*') || conventions.has(variable) || explained.has(variable)) continue;
      faults.push({
        variable,
        what: `turbo.json passes it to ${task}, and .env.example does not explain it`,
      });
    }
  }
  // What runs inside a task sees only what turbo.json names.
  const needs = {
    generate: readVariables(root, ['packages/schema-engine/src']),
    test: readVariables(root, ['packages/testkit/src']),
  };
  for (const [task, variables] of Object.entries(needs)) {
    for (const [variable, file] of variables) {
      if (conventions.has(variable)) continue;
      const passed = [...tasks].some(([name, names]) => isTask(name, task) && names.has(variable));
      if (!passed)
        faults.push({ variable, what: `turbo.json hides it from ${task}, where ${file} reads it` });
    }
  }
  return faults;
}

/** `db#generate` is the task `generate` of one package; what every task gets, each gets. */
function isTask(name: string, task: string): boolean {
  return name === task || name.endsWith(`#${task}`) || name === 'every task';
}

/** Names of variables of files and folders, each with a file that reads it. Tests and their fixtures do not count. */
function readVariables(root: string, places: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const files = places.flatMap((place) => {
    if (!place.endsWith('.ts')) return filesBelow(root, place);
    return existsSync(path.join(root, place)) ? [place] : [];
  });
  for (const file of files) {
    if (!file.endsWith('.ts') || /\.(test|fixture)\.ts$|\/bench\//.test(file)) continue;
    const code = readFileSync(path.join(root, file), 'utf8');
    for (const name of variablesOf(code)) if (!found.has(name)) found.set(name, file);
  }
  return found;
}

/** `env.NAME`, `env['NAME']`, and the keys of a zod object written in capitals; Prisma's `OR: [...]` is none, nor a key of a text. */
export function variablesOf(code: string): Set<string> {
  const names = [...code.matchAll(/\benv(?:\.|\[['"])([A-Z][A-Z0-9_]+)\b/g)].map((match) => match[1]!);
  const keys = code.includes("from 'zod'") ? [...code.matchAll(/^ +([A-Z][A-Z0-9_]+):(?! *[[{'"`])/gm)] : [];
  return new Set([...names, ...keys.map((match) => match[1]!)]);
}

/** Names with the comment above each: `# NAME=value` or `NAME=value`, below lines that begin with "# ". */
export function explainedVariables(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let comment: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^(?:# ?)?([A-Z][A-Z0-9_]+)=/.exec(line) ?? [];
    if (name !== undefined) {
      found.set(name, comment.join(' '));
      comment = [];
    } else if (line.startsWith('# ') && !line.startsWith('# --')) comment.push(line.slice(2));
    else comment = [];
  }
  return found;
}

function turboTasks(text: string): Map<string, Set<string>> {
  const config: TurboConfig = JSON.parse(text);
  const { tasks, ...top } = config;
  const entries = Object.entries(tasks).map(
    ([name, task]) => [name, new Set([...(task.env ?? []), ...(task.passThroughEnv ?? [])])] as const,
  );
  const everywhere = new Set([...(top.globalEnv ?? []), ...(top.globalPassThroughEnv ?? [])]);
  return new Map([...entries, ['every task', everywhere]]);
}

interface TurboConfig {
  readonly tasks: Record<string, { readonly env?: string[]; readonly passThroughEnv?: string[] }>;
  readonly globalEnv?: string[];
  readonly globalPassThroughEnv?: string[];
}
