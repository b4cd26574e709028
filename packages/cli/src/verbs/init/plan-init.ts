import path from 'node:path';

import { configFile, type ConfigFormat } from './files/config-file.ts';
import { agora, inFolder } from './files/commands.ts';
import { gitlabJob, workflow } from './files/pipelines.ts';
import { installs } from '../../terminal/package-manager.ts';
import type { Hook, Surroundings } from './surroundings.ts';

/** One thing that `init` does, or leaves to a person and says how. */
export type InitStep =
  | {
      readonly kind: 'write';
      readonly file: string;
      readonly text: string;
      readonly executable?: boolean;
      readonly why: string;
    }
  | { readonly kind: 'append'; readonly file: string; readonly text: string; readonly why: string }
  | { readonly kind: 'keep'; readonly file: string; readonly why: string }
  | { readonly kind: 'by-hand'; readonly file: string; readonly text: string; readonly why: string };

/** What `init` would do, in order, and what comes next. Frozen. */
export interface InitPlan {
  readonly steps: readonly InitStep[];
  /** The next three commands. */
  readonly next: readonly { readonly command: string; readonly does: string }[];
}

/** Decides what is missing. Pure; a file that is there is never written. */
export function planInit(
  found: Surroundings,
  { format, branches }: { readonly format: ConfigFormat | undefined; readonly branches: boolean },
): InitPlan {
  const steps = [
    configStep(found, format ?? (found.installed ? 'ts' : 'json')),
    ...gitSteps(found),
    ...(branches && found.git !== undefined ? [checkoutStep(found, found.git)] : []),
  ];
  return Object.freeze({ steps: Object.freeze(steps), next: Object.freeze(nextCommands(found)) });
}

function configStep({ root, config, migrations }: Surroundings, format: ConfigFormat): InitStep {
  if (config !== undefined) return { kind: 'keep', file: config, why: 'the configuration is there' };
  return {
    kind: 'write',
    file: path.join(root, `agora.config.${format}`),
    text: configFile(format, migrations.at(-1)),
    why:
      migrations.length === 0
        ? 'the configuration'
        : 'the configuration; the history up to here is left alone by lint',
  };
}

function gitSteps(found: Surroundings): readonly InitStep[] {
  const { git } = found;
  if (git === undefined) return [];
  return [ignoreStep(git), ...pipelineSteps(found, git), hookStep(found, git)].filter(
    (step) => step !== undefined,
  );
}

type Git = NonNullable<Surroundings['git']>;

function ignoreStep({ ignored, gitignore: { file, text } }: Git): InitStep | undefined {
  if (ignored) return undefined;
  const why = '.agora holds what belongs to this machine';
  if (text === undefined) return { kind: 'write', file, text: '.agora/\n', why };
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return { kind: 'append', file, text: `${text === '' || text.endsWith('\n') ? '' : end}.agora/${end}`, why };
}

function pipelineSteps(found: Surroundings, { top, workflows, gitlab }: Git): readonly InitStep[] {
  const steps: InitStep[] = [];
  if (workflows !== undefined) {
    const there = [...workflows].find(
      ([name, text]) => name === 'agora.yml' || text.includes('agora migrate'),
    );
    const folder = path.join(top, '.github', 'workflows');
    steps.push(
      there === undefined
        ? {
            kind: 'write',
            file: path.join(folder, 'agora.yml'),
            text: workflow(found, inside(top, found.root)),
            why: 'checks the migrations of every pull request',
          }
        : { kind: 'keep', file: path.join(folder, there[0]), why: 'it checks migrations' },
    );
  }
  if (gitlab !== undefined) {
    const file = path.join(top, '.gitlab-ci.yml');
    steps.push(
      gitlab.includes('agora migrate')
        ? { kind: 'keep', file, why: 'it checks migrations' }
        : {
            kind: 'by-hand',
            file,
            text: gitlabJob(found, inside(top, found.root)),
            why: 'add a job that checks the migrations of every merge request',
          },
    );
  }
  return steps;
}

function hookStep(found: Surroundings, { top, hook }: Git): InitStep {
  const command = inFolder(inside(top, found.root), agora(found, 'migrate check --staged'));
  return hooked(hook, {
    name: 'pre-commit',
    known: 'agora migrate check',
    line: command,
    lefthook: command,
    does: 'checks what is staged before every commit',
  });
}

/** The database goes along with the branch; that it cannot never hinders git. */
function checkoutStep(found: Surroundings, { top, checkoutHook }: Git): InitStep {
  const command = inFolder(inside(top, found.root), agora(found, 'db branch switch --git'));
  return hooked(checkoutHook, {
    name: 'post-checkout',
    known: 'agora db branch switch',
    // The third word is 1 for a branch, 0 for files.
    line: `if [ "$3" = 1 ]; then (${command}) || true; fi`,
    lefthook: `if [ "{3}" = 1 ]; then (${command}) || true; fi`,
    does: 'switches to the database branch of the git branch that is checked out',
  });
}

interface HookLine {
  readonly name: string;
  /** By which it is known again. */
  readonly known: string;
  readonly line: string;
  readonly lefthook: string;
  readonly does: string;
}

function hooked({ kind, file, text }: Hook, { name, known, line, lefthook, does }: HookLine): InitStep {
  if (text?.includes(known) === true) return { kind: 'keep', file, why: `it ${does}` };
  if (kind === 'lefthook') {
    return {
      kind: 'by-hand',
      file,
      text: `${name}:\n  commands:\n    agora:\n      run: ${lefthook}\n`,
      why: `add this: it ${does}`,
    };
  }
  if (text !== undefined)
    return { kind: 'by-hand', file, text: `${line}\n`, why: `add this line: it ${does}` };
  return {
    kind: 'write',
    file,
    text: kind === 'husky' ? `${line}\n` : `#!/bin/sh\n${line}\n`,
    executable: true,
    why: kind === 'husky' ? does : `${does}, on this machine: git does not carry hooks along`,
  };
}

/** A folder as its repository sees it, with forward slashes; `.` for its top. */
function inside(top: string, folder: string): string {
  return path.relative(top, folder).split(path.sep).join('/') || '.';
}

function nextCommands(found: Surroundings): InitPlan['next'] {
  const { installed, manager, engine, migrations, withoutDown } = found;
  const all = [
    ...(installed ? [] : [{ command: `${installs(manager)} agora-db`, does: 'puts agora into the project' }]),
    ...(engine === undefined
      ? []
      : [
          {
            command: engine,
            does: 'the engine that compares models with migrations: create and check need it',
          },
        ]),
    { command: agora(found, 'doctor'), does: 'what stands in the way, each with its fix' },
    ...(withoutDown > 0
      ? [
          {
            command: agora(found, 'migrate down'),
            does: `writes the ways back that are missing: ${withoutDown}`,
          },
        ]
      : []),
    migrations.length === 0
      ? {
          command: agora(found, 'migrate create init'),
          does: 'makes the first migration from the schema',
        }
      : { command: agora(found, 'migrate status'), does: 'what is applied, and what is pending' },
    {
      command: agora(found, 'migrate create <name>'),
      does: 'makes the next one, after an edit of the schema',
    },
  ];
  return all.slice(0, 3);
}
