import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sampleMediaDirectory } from '../../paths.ts';

/** A file attached to a post. */
export interface Attachment {
  mimeType: 'image/png' | 'text/plain';
  /** Name of the file in packages/db/media, whose bytes are those that would be uploaded. */
  file: string;
  /** Pixels; images only. */
  size?: readonly [width: number, height: number];
  altText: string;
}

/** A picture; drawn as the SVG file of the same name. */
function drawing(name: string, width: number, height: number, altText: string): Attachment {
  return { mimeType: 'image/png', file: `${name}.png`, size: [width, height], altText };
}

/** Attachments by the name under which the threads use them. */
export const attachments = {
  levels: drawing(
    'levels',
    880,
    440,
    'Five bars that grow from left to right: New, Active, Trusted, Veteran, Legend.',
  ),
  'first-month': drawing(
    'first-month',
    880,
    440,
    'Bar chart of comments in each of the first four weeks: 33, 47, 46 and 46.',
  ),
  cid: {
    mimeType: 'text/plain',
    file: 'cid.txt',
    altText: 'A content id taken apart into its four pieces.',
  },
  packets: drawing(
    'packets',
    840,
    480,
    'A child’s drawing of four tables with numbers, and cards travelling between them along lines.',
  ),
  bill: {
    mimeType: 'text/plain',
    file: 'bill.txt',
    altText: 'A hosting bill of 214 euro a month in six items; the last line says nine orders a day.',
  },
  'tool-library': drawing(
    'tool-library',
    840,
    480,
    'Screenshot sketch of a page with a list of tools; the ladder is lent to number 14.',
  ),
  invoice: drawing(
    'invoice',
    600,
    800,
    'One page: a large amount, a due date and an account number at the top, everything else small below.',
  ),
  palette: drawing(
    'palette',
    840,
    280,
    'Six swatches from very dark blue-grey to a muted blue, with their codes.',
  ),
  'thread-path': drawing(
    'thread-path',
    840,
    440,
    'A tree of four comments; beside each node its path, one id longer than its parent’s.',
  ),
  desk: drawing(
    'desk',
    840,
    440,
    'Line drawing of a desk with a screen, a lamp, a sleeping cat and no mugs.',
  ),
  cycle: drawing(
    'cycle',
    840,
    420,
    'A line with three marked points and a steep dotted curve that continues upwards into the future.',
  ),
} satisfies Record<string, Attachment>;

export type AttachmentName = keyof typeof attachments;

const read = new Map<string, Buffer>();

/** The bytes of an attachment: the same on every machine, and read once. */
export function attachmentBytes({ file }: Attachment): Buffer {
  let bytes = read.get(file);
  if (bytes === undefined) read.set(file, (bytes = readFileSync(path.join(sampleMediaDirectory, file))));
  return bytes;
}
