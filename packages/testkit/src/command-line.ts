import { spawn } from 'node:child_process';

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
  /** Default: the folder of the tests' process. */
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
  /** Width of the pseudo-terminal, where there is one; default 100. */
  readonly columns?: number;
  /** The child is killed after this; default 170 000. */
  readonly timeoutMs?: number;
}

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

/** A running process. */
export interface RunningCli {
  /**
   * Resolves once this text was printed on stdout or stderr, with all that stdout holds by then; rejects when the process
   * ends before.
   */
  printed(text: string): Promise<string>;
  /** Sends a signal to the process alone. */
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<CliRun>;
}

/** The real command line under test, started as a child process. */
export interface CommandLine {
  /** The words that start it, for tests that spawn it themselves. */
  readonly words: readonly string[];
  /**
   * Runs it to its end, in pipes.
   * @example const run = await agora.run(['migrate', 'status', '--json'], { cwd: project, env: { DATABASE_URL: url } });
   */
  readonly run: (args: readonly string[], options?: CliOptions) => Promise<CliRun>;
  /**
   * Runs it in a pseudo-terminal, by util-linux' `script`: stdout then holds all that a person would see,
   * colours and redrawing included. Answer its questions by `options.answers`; "\\r" is the Enter key.
   */
  readonly runInTerminal: (args: readonly string[], options?: CliOptions) => Promise<CliRun>;
  /** Starts a command that runs until it is stopped. Await `ended` in the end. */
  readonly start: (args: readonly string[], options?: CliOptions) => RunningCli;
}

/**
 * A command line to test as people start it.
 * @param words that start it: node and a script that runs its bundle, in half the time that single modules take
 * @param cwd where it runs unless a test says otherwise
 */
export function commandLine(words: readonly string[], cwd: string): CommandLine {
  return {
    words,
    run: (args, options) => runProcess([...words, ...args], { cwd, ...options }),
    runInTerminal(args, options) {
      const line = [...words, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
      return runProcess(
        ['script', '-qefc', `stty cols ${options?.columns ?? 100} rows 40; exec ${line}`, '/dev/null'],
        {
          cwd,
          ...options,
          env: { TERM: 'xterm-256color', ...options?.env },
        },
      );
    },
    start: (args, options) => startProcess([...words, ...args], { cwd, ...options }),
  };
}

/**
 * Has a command line bundled before the tests that start it: two of them would do it twice.
 * @throws Error when its sources cannot be bundled
 */
export async function prepareCommandLine({ run }: CommandLine): Promise<void> {
  const { code, stderr } = await run(['--version']);
  if (code !== 0) throw new Error(`The command line cannot be run:\n${stderr}`);
}

/** Runs any process to its end, or kills it after `timeoutMs`. */
export function runProcess(words: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return startProcess(words, options).ended;
}

function startProcess(words: readonly string[], options: CliOptions): RunningCli {
  const [file, ...args] = words;
  if (file === undefined) throw new TypeError('No command was given.');
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: cliEnvironment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.timeoutMs ?? 170_000,
    killSignal: 'SIGKILL',
  });
  const written = { stdout: '', stderr: '' };
  const answers = [...(options.answers ?? [])];
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      child.emit('printed');
      const [next] = answers;
      if (next === undefined || !written[name].includes(next.after)) return;
      answers.shift();
      child.stdin.write(next.type);
    });
  }
  child.stdin.on('error', () => {}); // The child may end without reading.
  if (options.answers === undefined) child.stdin.end(options.input ?? '');
  const ended = new Promise<CliRun>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => {
      done({ code, signal, ...written, json: (): unknown => JSON.parse(written.stdout) });
    });
  });
  const has = (text: string): boolean => written.stdout.includes(text) || written.stderr.includes(text);
  return {
    ended,
    kill: (signal) => child.kill(signal),
    printed: (text) =>
      new Promise((done, fail) => {
        const look = (): void => {
          if (has(text)) done(written.stdout);
        };
        child.on('printed', look);
        void ended.then(
          (run) => fail(new Error(`It ended without printing "${text}":\n${run.stderr}`)),
          fail,
        );
        look();
      }),
  };
}
