import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What one run of the command line left behind. */
export interface CliRun {
  /** The exit code; null when a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON; throws when it is none. */
  json(): unknown;
}

export interface CliOptions {
  /** Default: the workspace's root. */
  readonly cwd?: string;
  /**
   * Added to a bare environment (PATH, HOME and the like): variables of the developer's shell such as
   * DATABASE_URL never reach the child. `undefined` removes one.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to stdin, which is then closed. */
  readonly input?: string;
  /** Typed one after the other, each as soon as `after` was printed; stdin then stays open. */
  readonly answers?: readonly { readonly after: string; readonly type: string }[];
  /** The child is killed after this; default 60 000. */
  readonly timeoutMs?: number;
}

export const workspaceRoot: string = fileURLToPath(new URL('../../../', import.meta.url));

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** The words that start the real command line from its sources, for tests that spawn it themselves. */
export const agoraCommand: readonly string[] = [
  process.execPath,
  '--conditions=source',
  '--import',
  tsx,
  main,
];

const inherited = [
  'PATH',
  'Path',
  'HOME',
  'USERPROFILE',
  'SystemRoot',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LANG',
  'TEST_DATABASE_URL',
];

/** A bare environment with `extra` in it. */
export function cliEnvironment(extra: CliOptions['env'] = {}): Record<string, string> {
  const base = inherited.map((name) => [name, process.env[name]] as const);
  const all = [...base, ...Object.entries(extra)];
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/**
 * Runs the real command line as a child process, in pipes.
 * @example const run = await runAgora(['migrate', 'status', '--json'], { cwd: project, env: { DATABASE_URL: url } });
 */
export function runAgora(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return runProcess([...agoraCommand, ...args], options);
}

/**
 * Runs it in a pseudo-terminal, by util-linux' `script`: stdout then holds all that a person would see,
 * colours and redrawing included. Answer its questions by `options.answers`; "\\r" is the Enter key.
 */
export function runAgoraInTerminal(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const line = [...agoraCommand, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return runProcess(['script', '-qefc', `stty cols 100 rows 40; exec ${line}`, '/dev/null'], {
    ...options,
    env: { TERM: 'xterm-256color', ...options.env },
  });
}

/** Runs any process to its end, or kills it after `timeoutMs`. */
export function runProcess(words: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const [file, ...args] = words;
  if (file === undefined) throw new TypeError('No command was given.');
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? workspaceRoot,
      env: cliEnvironment(options.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    const answers = [...(options.answers ?? [])];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const [next] = answers;
      if (next === undefined || !stdout.includes(next.after)) return;
      answers.shift();
      child.stdin.write(next.type);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', fail);
    child.on('close', (code, signal) => {
      done({ code, signal, stdout, stderr, json: (): unknown => JSON.parse(stdout) });
    });
    child.stdin.on('error', () => {}); // The child may end without reading.
    if (options.answers === undefined) child.stdin.end(options.input ?? '');
  });
}
