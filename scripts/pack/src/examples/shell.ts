import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** How a command ended. */
export interface ShellRun {
  readonly code: number;
  readonly durationMs: number;
  /** What it wrote, to stdout and stderr. */
  readonly output: string;
}

/** One bash, so that what a command exports is there for the next. */
interface Shell {
  run(line: string): Promise<ShellRun>;
  end(): Promise<void>;
}

/** Starts bash in a folder. */
export function openShell(cwd: string, env: NodeJS.ProcessEnv): Shell {
  const bash = spawn('bash', ['--noprofile', '--norc'], { cwd, env, stdio: 'pipe' });
  const mark = randomUUID();
  const ended = new Promise<void>((resolve, reject) => {
    bash.once('error', reject);
    bash.once('exit', () => resolve());
  });
  // Once bash has ended, what is still written fails; `ended` tells.
  bash.stdin.on('error', () => undefined);
  bash.stdin.write('exec 2>&1\n');
  return {
    async run(line) {
      const begun = performance.now();
      let output = '';
      const code = new Promise<number>((resolve) => {
        bash.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          const at = new RegExp(`${mark} (\\d+)\n`).exec(output);
          if (!at) return;
          output = output.slice(0, at.index);
          resolve(Number(at[1]));
        });
      });
      // Without stdin, which holds the commands to come.
      bash.stdin.write(`{ ${line}\n} </dev/null\nprintf '%s %s\\n' ${mark} "$?"\n`);
      const result = await Promise.race([code, ended.then(() => 1)]);
      bash.stdout.removeAllListeners('data');
      return { code: result, durationMs: performance.now() - begun, output };
    },
    async end() {
      bash.stdin.end();
      await ended;
    },
  };
}
