import type { Readable } from 'node:stream';
import { ApiError } from '../../api-error.ts';
import { mostAvatarBytes } from '../../features/media/avatars/pictures.ts';
import { tooLargeAvatar } from '../../features/media/avatars/upload-avatar.ts';

/** Bytes of a form that are kept in memory: the largest file that a page takes, and what stands around it. */
const mostKept = mostAvatarBytes + 50_000;
/** Bytes that are read to be thrown away: a browser shows an answer only once it has sent its form. */
const mostRead = 30_000_000;

/** What a form with files holds; nothing but the fault where it could not be read. */
interface Multipart {
  readonly values: URLSearchParams;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly fault: ApiError | undefined;
}

/**
 * Reads a form with files (RFC 7578), in bounded memory.
 * @param type the `Content-Type`, which names the boundary
 * @throws ApiError `request.too_large` for a form that is not even read to its end
 */
export async function readMultipart(type: string, body: Readable): Promise<Multipart> {
  const values = new URLSearchParams();
  const files = new Map<string, Buffer>();
  const unread = (fault: ApiError): Multipart => ({ values, files, fault });
  const kept = await read(body);
  if (kept === undefined) return unread(tooLargeAvatar());
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(kept), { headers: { 'content-type': type } }).formData();
  } catch (cause) {
    return unread(new ApiError('request.malformed', 'The form could not be read. Send it again.', { cause }));
  }
  for (const [name, value] of form) {
    if (typeof value === 'string') values.append(name, value);
    else if (value.size > 0) files.set(name, Buffer.from(await value.arrayBuffer()));
  }
  return { values, files, fault: undefined };
}

/** The whole body; undefined when there is more of it than is kept. */
async function read(body: Readable): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Not destroyed when it is left early: its socket still has an answer to carry.
  for await (const piece of body.iterator({ destroyOnReturn: false })) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('A body yields bytes.');
    bytes += piece.length;
    if (bytes > mostRead) throw tooLargeAvatar();
    if (bytes <= mostKept) pieces.push(piece);
    else pieces.length = 0;
  }
  return bytes > mostKept ? undefined : Buffer.concat(pieces);
}
