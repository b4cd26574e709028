import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { vi } from 'vitest';
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
const lifecycle = z.object({ loaderId: z.string(), name: z.string() });
const navigated = z.object({ loaderId: z.string().optional(), errorText: z.string().optional() });

/** What waits for an answer of Chromium's. */
interface Waiting {
  readonly take: (message: z.output<typeof reply>) => void;
  readonly fail: (error: Error) => void;
}

/** A headless Chromium with one page, driven over its debugging pipe: no library, no port. */
export class Browser {
  /** What the page complained of: failed loads, and what its policy refused. */
  readonly complaints: string[] = [];
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #output: Writable;
  readonly #gone: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  /** Documents that have loaded, by their loader. */
  readonly #loaded = new Set<string>();
  #session: string | undefined;
  #last = 0;

  private constructor(process: ChildProcess, profile: string) {
    const [, , , output, input] = process.stdio;
    if (!(output instanceof Writable) || !(input instanceof Readable)) throw new Error('no pipe to Chromium');
    this.#process = process;
    this.#profile = profile;
    let rest = '';
    this.#output = output;
    this.#gone = new Promise((resolve) => process.once('exit', () => resolve()));
    const end = (): void => this.#fail(new Error('Chromium has ended.'));
    void this.#gone.then(end);
    process.once('error', end);
    output.on('error', end);
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
      // Where /dev/shm is small, as in containers, a page would crash when it is full.
      '--disable-dev-shm-usage ' +
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
    await browser.#send('Page.setLifecycleEventsEnabled', { enabled: true });
    return browser;
  }

  /** Opens an address and waits until it has loaded, and not only the page before it. */
  async open(url: string, { width, height, scheme }: Look): Promise<void> {
    const mobile = width < 600;
    await this.#send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.#send('Emulation.setEmulatedMedia', { features });
    const { loaderId = '', errorText } = navigated.parse(await this.#send('Page.navigate', { url }));
    if (errorText !== undefined) throw new Error(`${url}: ${errorText}`);
    await vi.waitUntil(() => this.#loaded.has(loaderId), { timeout: 120_000, interval: 20 });
  }

  /** Does what leads to another page, and waits until that has loaded. */
  async leading(act: () => Promise<unknown>): Promise<void> {
    const before = this.#loaded.size;
    await act();
    await vi.waitUntil(() => this.#loaded.size > before, { timeout: 120_000, interval: 20 });
  }

  /** Types a text where the focus is. */
  async type(text: string): Promise<void> {
    await this.#send('Input.insertText', { text });
  }

  /** Presses a key of the keyboard: its name as in `KeyboardEvent.key`. */
  async press(key: 'Tab' | 'Enter' | 'Escape' | ' ', modifiers = 0): Promise<void> {
    const text = { Tab: undefined, Enter: '\r', Escape: undefined, ' ': ' ' }[key];
    const code = { Tab: 9, Enter: 13, Escape: 27, ' ': 32 }[key];
    const shared = { key, code: key === ' ' ? 'Space' : key, windowsVirtualKeyCode: code, modifiers };
    await this.#send('Input.dispatchKeyEvent', { ...shared, type: 'keyDown', ...(text && { text }) });
    await this.#send('Input.dispatchKeyEvent', { ...shared, type: 'keyUp' });
  }

  /** Goes on with Tab, as somebody without a mouse does, until an element has the focus. */
  async tabTo(selector: string): Promise<void> {
    for (let pressed = 0; pressed < 200; pressed += 1) {
      await this.press('Tab');
      if ((await this.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) === true)
        return;
    }
    throw new Error(`No Tab leads to ${selector}.`);
  }

  /** Gives it a device that makes passkeys, and says yes to everything that it is asked. */
  async addAuthenticator(): Promise<void> {
    await this.#send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    };
    await this.#send('WebAuthn.addVirtualAuthenticator', {
      options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
    });
  }

  /** Forgets all cookies. */
  async forget(): Promise<void> {
    await this.#send('Network.clearBrowserCookies');
  }

  /** The value of a JavaScript expression in the page; what it promises is waited for. */
  async evaluate(expression: string): Promise<unknown> {
    const how = { expression, returnByValue: true, awaitPromise: true };
    const answer = await this.#send('Runtime.evaluate', how);
    return value.parse(answer).result.value;
  }

  /** The visible part of the page as a PNG. */
  async screenshot(): Promise<Buffer> {
    const shot = await this.#send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: false });
    return Buffer.from(z.object({ data: z.string() }).parse(shot).data, 'base64');
  }

  async close(): Promise<void> {
    await this.#send('Browser.close').catch(() => this.#process.kill('SIGKILL'));
    await this.#gone;
    // Its helpers end a moment later, and may write until then.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 20 });
  }

  #send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#last;
    const session =
      method.startsWith('Target.') || method.startsWith('Browser.') ? {} : { sessionId: this.#session };
    return new Promise((resolve, reject) => {
      if (this.#process.exitCode !== null) reject(new Error('Chromium has ended.'));
      this.#waiting.set(id, {
        take: ({ result, error }) =>
          error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`)),
        fail: reject,
      });
      this.#output.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    });
  }

  /** Whoever waits for an answer hears that none will come. */
  #fail(error: Error): void {
    for (const { fail } of this.#waiting.values()) fail(error);
    this.#waiting.clear();
  }

  #receive(message: z.output<typeof reply>): void {
    if (message.id !== undefined) {
      this.#waiting.get(message.id)?.take(message);
      this.#waiting.delete(message.id);
      return;
    }
    if (message.method === 'Page.lifecycleEvent') {
      const { loaderId, name } = lifecycle.parse(message.params);
      if (name === 'load') this.#loaded.add(loaderId);
    }
    const complaint = [
      'Log.entryAdded',
      'Runtime.exceptionThrown',
      'Runtime.consoleAPICalled',
      'Page.javascriptDialogOpening',
    ];
    if (complaint.includes(message.method ?? '')) this.complaints.push(JSON.stringify(message.params));
  }
}
