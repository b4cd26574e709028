import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { z } from 'zod';

/** Where Chromium is, or undefined when none is installed. `CHROMIUM` names another. */
export function findChromium(): string | undefined {
  const names = [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'];
  return names.find(
    (name) => name !== undefined && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
  );
}

/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

const reply = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const value = z.object({ result: z.object({ value: z.unknown().optional() }) });

/** A headless Chromium with one page, driven over its debugging pipe: no library, no port. */
export class Browser {
  /** What the page complained of: failed loads, and what its policy refused. */
  readonly complaints: string[] = [];
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #output: Writable;
  readonly #waiting = new Map<number, (message: z.output<typeof reply>) => void>();
  readonly #events = new Map<string, () => void>();
  #session: string | undefined;
  #last = 0;

  private constructor(process: ChildProcess, profile: string) {
    const [, , , output, input] = process.stdio;
    if (!(output instanceof Writable) || !(input instanceof Readable)) throw new Error('no pipe to Chromium');
    this.#process = process;
    this.#profile = profile;
    let rest = '';
    this.#output = output;
    input.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#receive(reply.parse(JSON.parse(message)));
    });
  }

  static async launch(executable: string): Promise<Browser> {
    const profile = await mkdtemp(path.join(tmpdir(), 'agora-chromium-'));
    const flags =
      '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
      '--disable-component-update --disable-sync --hide-scrollbars --remote-debugging-pipe';
    const child = spawn(executable, [...flags.split(' '), `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = new Browser(child, profile);
    const created = z.object({ targetId: z.string() });
    const { targetId } = created.parse(await browser.#send('Target.createTarget', { url: 'about:blank' }));
    const attached = z.object({ sessionId: z.string() });
    browser.#session = attached.parse(
      await browser.#send('Target.attachToTarget', { targetId, flatten: true }),
    ).sessionId;
    for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await browser.#send(`${domain}.enable`);
    return browser;
  }

  /** Opens an address and waits until it has loaded. */
  async open(url: string, { width, height, scheme }: Look): Promise<void> {
    const mobile = width < 600;
    await this.#send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.#send('Emulation.setEmulatedMedia', { features });
    const loaded = new Promise<void>((resolve) => this.#events.set('Page.loadEventFired', resolve));
    await this.#send('Page.navigate', { url });
    await loaded;
  }

  /** The value of a JavaScript expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.#send('Runtime.evaluate', { expression, returnByValue: true });
    return value.parse(answer).result.value;
  }

  /** The visible part of the page as a PNG. */
  async screenshot(): Promise<Buffer> {
    const shot = await this.#send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: false });
    return Buffer.from(z.object({ data: z.string() }).parse(shot).data, 'base64');
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.#send('Browser.close').catch(() => this.#process.kill('SIGKILL'));
    await gone;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#last;
    const session =
      method.startsWith('Target.') || method.startsWith('Browser.') ? {} : { sessionId: this.#session };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`)),
      );
      this.#output.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    });
  }

  #receive(message: z.output<typeof reply>): void {
    if (message.id !== undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
      return;
    }
    if (message.method !== undefined) this.#events.get(message.method)?.();
    const complaint = [
      'Log.entryAdded',
      'Runtime.exceptionThrown',
      'Runtime.consoleAPICalled',
      'Page.javascriptDialogOpening',
    ];
    if (complaint.includes(message.method ?? '')) this.complaints.push(JSON.stringify(message.params));
  }
}
