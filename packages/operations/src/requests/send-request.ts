import type { HttpRequest } from '@agora/core';

/** What became of a request. */
export interface Answer {
  readonly name: string;
  readonly ok: boolean;
  /** Milliseconds until the whole answer was there, or until it was given up. */
  readonly ms: number;
  readonly status?: number;
  /** Why it is not what was wanted; absent when it is. */
  readonly why?: string;
  readonly body?: string;
}

const DEFAULT_WITHIN_MS = 10_000;
/** Bytes of an answer that are read. */
const MOST = 1_000_000;

/** Sends a request and judges its answer. Never throws; follows no redirect. */
export async function sendRequest(
  { name, url, method, headers, body, status, contains, within }: HttpRequest,
  signal?: AbortSignal,
): Promise<Answer> {
  const begun = performance.now();
  const timeout = AbortSignal.timeout(within ?? DEFAULT_WITHIN_MS);
  const done = (rest: Omit<Answer, 'name' | 'ms'>): Answer => ({
    name,
    ms: performance.now() - begun,
    ...rest,
  });
  try {
    const { address, authorization } = withoutCredentials(url);
    const response = await fetch(address, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...authorization, ...headers },
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      ...(body === undefined ? {} : { body }),
    });
    const text = await readSome(response);
    const found = { status: response.status, body: text };
    if (status === undefined ? !response.ok : response.status !== status)
      return done({
        ok: false,
        ...found,
        why: `it answered ${response.status}, not ${status ?? '200 to 299'}`,
      });
    if (contains !== undefined && !text.includes(contains))
      return done({ ok: false, ...found, why: `its answer does not hold ${JSON.stringify(contains)}` });
    return done({ ok: true, ...found });
  } catch (error) {
    return done({ ok: false, why: reasonOf(error, timeout) });
  }
}

/** The beginning of an answer: one may never end. */
async function readSome({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop ends the answer.
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    text += decoder.decode(chunk, { stream: true });
    if (bytes >= MOST) break;
  }
  return text;
}

/** An address for people: what may hold a secret (user, password, query, and all but the first steps of the path) is left out. */
export function shownAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    const steps = pathname.split('/').slice(0, 3);
    return `${protocol}//${host}${steps.join('/')}${pathname.split('/').length > 3 ? '/...' : ''}`;
  } catch {
    return 'the address';
  }
}

/** The address without user and password, which fetch refuses, and the header that stands for them. */
function withoutCredentials(url: string): {
  readonly address: string;
  readonly authorization: Readonly<Record<string, string>>;
} {
  const parsed = new URL(url);
  const { username, password } = parsed;
  if (username === '' && password === '') return { address: url, authorization: {} };
  parsed.username = '';
  parsed.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    address: parsed.href,
    authorization: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
  };
}

function reasonOf(error: unknown, timeout: AbortSignal): string {
  if (timeout.aborted) return 'it did not answer in time';
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  // Of the cause the code alone: what fetch says of an address repeats it.
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string')
    return `no answer: ${cause.code}`;
  return cause instanceof Error ? `no answer: ${cause.name}` : 'no answer';
}
