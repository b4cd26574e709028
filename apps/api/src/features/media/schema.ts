import { z } from 'zod';
import { contentIdForm } from '../../media/content-id.ts';
import { text } from '../../domain/text.ts';
import type { medium } from '../../domain/content.ts';

export const cid = z
  .string()
  .regex(contentIdForm, 'must be a content id: CIDv1, base32, raw, SHA-256')
  .describe('IPFS content id (CIDv1, raw, SHA-256, base32) of the bytes');

export const uploadQuery = z.object({
  altText: text(500)
    .optional()
    .describe('What it shows, for those who do not see it; sent again with the same bytes it replaces'),
  cid: cid.optional().describe('The content id that you reckon with: other bytes are refused'),
});

/** A file's bytes, in requests and in answers. They are read from a stream, not from a parsed body. */
export const fileBytes = z
  .unknown()
  .meta({ type: 'string', format: 'binary', description: "The file's bytes" });

export type Medium = z.output<typeof medium>;
