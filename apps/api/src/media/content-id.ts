import { createHash } from 'node:crypto';
import { CID } from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import { create } from 'multiformats/hashes/digest';

/** Content ids of this API: CIDv1 in base32, codec `raw`, SHA-256; each begins with the same seven characters. */
export const contentIdForm = /^bafkrei[a-h][a-z2-7]{50}[aeimquy4]$/;

const SHA2_256 = 0x12;

/** Content id of bytes with this SHA-256: CIDv1, base32, codec `raw` (github.com/multiformats/cid). See docs/adr/0008. */
export function contentIdOfDigest(sha256: Uint8Array): string {
  return CID.createV1(raw.code, create(SHA2_256, sha256)).toString();
}

/** Content id of bytes at hand. */
export function contentId(bytes: Uint8Array): string {
  return contentIdOfDigest(createHash('sha256').update(bytes).digest());
}

/** The SHA-256 inside a content id, in hexadecimal. */
export function digestOf(cid: string): string {
  return Buffer.from(CID.parse(cid).multihash.digest).toString('hex');
}

/**
 * Whether a text is a content id as this API writes it. Only such texts become file names, keys and addresses, so that
 * none can lead out of a store.
 */
export function isContentId(text: string): boolean {
  return contentIdForm.test(text);
}
