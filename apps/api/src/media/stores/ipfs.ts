import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { isContentId } from '../content-id.ts';
import { readAtMost, request, StoreFault } from './http.ts';
import type { MediaStore, StoredMedium } from './store.ts';

/** Folder of the node's own files (MFS) in which ours have names: what lies there is kept from garbage collection. */
const folder = '/agora/media';

const added = z.object({ Key: z.string() });
const listed = z.object({ Entries: z.array(z.object({ Name: z.string() })).nullish() });

/**
 * Bytes as blocks of an IPFS node, by its RPC API (docs.ipfs.tech/reference/kubo/rpc). Each has a name in one folder of
 * the node's files, rather than a pin: so a node that others use as well shows which blocks are ours.
 */
export class IpfsStore implements MediaStore {
  readonly name: string;
  readonly spool: string = path.join(tmpdir(), 'agora-media-incoming');
  readonly #api: string;

  /** @param endpoint such as `http://127.0.0.1:5001` */
  constructor(endpoint: string) {
    this.#api = `${endpoint.replace(/\/+$/, '')}/api/v0`;
    this.name = `the IPFS node at ${endpoint}`;
  }

  async put(cid: string, file: string): Promise<void> {
    const form = new FormData();
    form.append('file', new Blob([await readFile(file)]), 'medium');
    const options = { format: 'raw', 'cid-codec': 'raw', mhtype: 'sha2-256', version: '1', pin: 'false' };
    const { Key } = added.parse(JSON.parse(await this.#text('block/put', options, form)));
    if (Key !== cid) throw new StoreFault(`The IPFS node stored ${cid} under another id.`);
    if (await this.has(cid)) return;
    await this.#text('files/mkdir', { arg: folder, parents: 'true', 'cid-version': '1' });
    const copied = await this.#ask('files/cp', [`/ipfs/${cid}`, this.#name(cid)]);
    // A rival may have been faster.
    if (!copied.ok && !(await this.has(cid))) throw new StoreFault(`The IPFS node did not keep ${cid}.`);
    await copied.body?.cancel();
  }

  async get(cid: string, most: number): Promise<Buffer | undefined> {
    if (!(await this.has(cid))) return undefined;
    const answer = await this.#ask('block/get', [cid]);
    if (!answer.ok) throw await fault(answer);
    return readAtMost(answer, most);
  }

  async has(cid: string): Promise<boolean> {
    const answer = await this.#ask('files/stat', [this.#name(cid)]);
    if (answer.ok) {
      await answer.body?.cancel();
      return true;
    }
    return absent(answer);
  }

  async delete(cid: string): Promise<void> {
    const answer = await this.#ask('files/rm', [this.#name(cid)], { force: 'true' });
    if (answer.ok) await answer.body?.cancel();
    else await absent(answer);
  }

  async *list(): AsyncGenerator<StoredMedium> {
    const answer = await this.#ask('files/ls', [folder]);
    if (!answer.ok) {
      await absent(answer);
      return;
    }
    // An answer in JSON names all entries at once; a node that streams them sends one object a line.
    for (const line of (await answer.text()).split('\n')) {
      if (line === '') continue;
      for (const { Name } of listed.parse(JSON.parse(line)).Entries ?? [])
        if (isContentId(Name)) yield { cid: Name, storedAt: undefined };
    }
  }

  #name(cid: string): string {
    if (!isContentId(cid)) throw new TypeError('Only a content id may become a name.');
    return `${folder}/${cid}`;
  }

  async #text(command: string, options: Record<string, string>, body?: FormData): Promise<string> {
    const answer = await this.#ask(command, [], options, body);
    if (!answer.ok) throw await fault(answer);
    return answer.text();
  }

  #ask(
    command: string,
    values: readonly string[],
    options: Record<string, string> = {},
    body?: FormData,
  ): Promise<Response> {
    const query = new URLSearchParams([
      ...values.map((value) => ['arg', value] as [string, string]),
      ...Object.entries(options),
    ]);
    return request(this.name, (signal) =>
      fetch(`${this.#api}/${command}?${query.toString()}`, {
        method: 'POST',
        body: body ?? null,
        signal,
        redirect: 'error',
      }),
    );
  }
}

/** False when the node says that there is no such file; it has no code for that, only words. */
async function absent(answer: Response): Promise<false> {
  const failed = await fault(answer);
  if (/does not exist|not found/i.test(failed.message)) return false;
  throw failed;
}

async function fault(answer: Response): Promise<StoreFault> {
  return new StoreFault(`The IPFS node answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
}
