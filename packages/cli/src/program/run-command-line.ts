import { isAgoraError } from '@agora/core';

import type { Context } from '../context/context.ts';
import { ofMissingBranch } from '../context/development-branch.ts';
import { EXIT, type ExitCode } from '../command/exit-codes.ts';
import type { Interrupts } from '../context/interrupts.ts';
import { createOutput, wantsColor, type Output } from '../output/output.ts';
import { expandAlias } from './aliases.ts';
import { parseCommandLine, type Request } from './parse-command-line.ts';
import { readSettings } from '../context/settings.ts';
import { columnsOf, type Sink } from '../terminal/stream.ts';
import { UsageError } from '../command/usage-error.ts';
import { loadAll, loadNamed, type Program } from './program.ts';
import pc from 'picocolors';

/** What the process lends to the command line. */
export interface World {
  /** Without node and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Adds what the files of variables say, and answers all of them. */
  loadEnvironmentFiles(option: string | undefined): World['env'];
  readonly cwd: string;
  /** The workspace's root, or `cwd` outside any. */
  readonly root: string;
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly interrupts: Interrupts;
}

/** Runs one command line and answers its exit code. Every fault is rendered; nothing is thrown. */
export async function runCommandLine(program: Program, world: World): Promise<ExitCode> {
  // Until the line is parsed, its words alone say how a wrong line is to be reported.
  let out = openOutput(world, {
    json: world.argv.includes('--json'),
    color: !world.argv.includes('--no-color'),
  });
  try {
    const request = await readRequest(program, world);
    if (request.kind === 'print') return print(request, world);
    const loaded = { ...world, env: world.loadEnvironmentFiles(request.globals.env) };
    out = openOutput(loaded, request.globals);
    return await request.command.run({
      context: createContext(request, loaded, out),
      arguments: request.arguments,
      options: request.options,
      wholeProgram: () => loadAll(program),
    });
  } catch (error) {
    out.error(ofMissingBranch(error, world));
    if (error instanceof UsageError) return EXIT.usage;
    const code = isAgoraError(error) ? error.code : '';
    if (code === 'config.unknown_environment') return EXIT.usage;
    return code.endsWith('.interrupted') ? EXIT.interrupted : EXIT.failed;
  }
}

async function readRequest(program: Program, world: World): Promise<Request> {
  const paint = pc.createColors(
    wantsColor({ isTerminal: world.stdout.isTTY === true }, world.env, !world.argv.includes('--no-color')),
  );
  const options = { version: program.version, columns: columnsOf(world.stdout), paint };
  const named = await loadNamed(program, world.argv);
  try {
    if (named !== undefined)
      return parseCommandLine(expandAlias(world.argv, named), { ...options, root: named });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  // Help shows every command, and a wrong line is compared with every one.
  const root = await loadAll(program);
  return parseCommandLine(expandAlias(world.argv, root), { ...options, root });
}

function print(request: Request & { kind: 'print' }, world: World): ExitCode {
  world[request.to].write(request.text);
  return request.usage ? EXIT.usage : EXIT.ok;
}

function openOutput(
  world: World,
  flags: { json?: boolean; quiet?: boolean; verbose?: boolean; color?: boolean },
): Output {
  return createOutput({
    stdout: world.stdout,
    stderr: world.stderr,
    env: world.env,
    cwd: world.cwd,
    ...flags,
  });
}

function createContext(request: Request & { kind: 'run' }, world: World, out: Output): Context {
  const { globals } = request;
  // Verbs that work on a database without its project take it from the settings.
  const env = globals.url === undefined ? world.env : { ...world.env, DATABASE_URL: globals.url };
  const settings = readSettings(env);
  const ci = (world.env['CI'] ?? '') !== '';
  return {
    out,
    cwd: world.cwd,
    root: world.root,
    env,
    settings,
    environmentOption: globals.env,
    projectOptions: {
      config: globals.config,
      schema: globals.schema,
      migrations: globals.migrations,
      url: globals.url,
    },
    interactive: world.stdin.isTTY === true && world.stderr.isTTY === true && !out.json && !ci,
    stdin: world.stdin,
    interrupts: world.interrupts,
  };
}
