import { z } from 'zod';
import { contentIdForm } from '../../media/content-id.ts';

/** The content id of a medium. */
export const cid = z
  .string()
  .regex(contentIdForm, 'must be a content id: CIDv1, base32, raw, SHA-256')
  .describe('IPFS content id (CIDv1, raw, SHA-256, base32) of the bytes');

/** A file's bytes, in requests and in answers. They are read from a stream, not from a parsed body. */
export const fileBytes = z
  .unknown()
  .meta({ type: 'string', format: 'binary', description: "The file's bytes" });

/** How what everybody sees is kept: by a browser for good; a shared cache asks again after five minutes, and so notices when it was hidden. */
export const keptByEverybody = 'public, max-age=31536000, s-maxage=300, immutable';

/** Whoever opens a file by its address gets a document that may do nothing. */
export const documentPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
