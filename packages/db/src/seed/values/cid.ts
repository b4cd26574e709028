import { createHash } from 'node:crypto';
import { CID } from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import { create } from 'multiformats/hashes/digest';

const SHA2_256 = 0x12;

/** Content id of bytes: CIDv1, base32, codec `raw`, SHA-256 (github.com/multiformats/cid), as IPFS gives a small file. */
export function contentId(bytes: Uint8Array): string {
  const digest = createHash('sha256').update(bytes).digest();
  return CID.createV1(raw.code, create(SHA2_256, digest)).toString();
}
