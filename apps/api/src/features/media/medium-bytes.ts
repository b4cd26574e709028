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
