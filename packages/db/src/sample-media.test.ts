import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { sampleMediaDirectory } from './paths.ts';
import { sampleMedium } from './sample-media.ts';
import { avatarPicture } from './seed/values/avatar.ts';
import { contentId } from './seed/values/cid.ts';
import { people } from './seed/text/people.ts';
import { type Attachment, attachmentBytes, attachments } from './seed/text/attachments.ts';

const all = Object.values<Attachment>(attachments);

it('gives out the bytes of every attachment under their content id, and nothing under another', () => {
  for (const attachment of all) {
    const bytes = attachmentBytes(attachment);
    expect(sampleMedium(contentId(bytes))).toEqual(bytes);
  }
  expect(sampleMedium(contentId(Buffer.from('never seeded')))).toBeUndefined();
});

it('says the true size of every picture', () => {
  for (const attachment of all) {
    const bytes = attachmentBytes(attachment);
    if (attachment.mimeType !== 'image/png') continue;
    expect([attachment.file, bytes.toString('latin1', 1, 4)]).toEqual([attachment.file, 'PNG']);
    expect(attachment.size).toEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]);
  }
});

it('has a file for every attachment, an attachment for every file, and a drawing for every picture', () => {
  const files = readdirSync(sampleMediaDirectory).filter((file) => file !== 'render.mjs');
  const used = all.flatMap(({ file }) =>
    file.endsWith('.png') ? [file, file.replace(/png$/, 'svg')] : file,
  );
  expect(files.toSorted()).toEqual(used.toSorted());
});

it('never changes a byte unseen: a changed picture gives every seeded forum other media', () => {
  const hash = createHash('sha256');
  for (const { file } of all.toSorted((a, b) => (path.basename(a.file) < path.basename(b.file) ? -1 : 1)))
    hash.update(attachmentBytes({ file, mimeType: 'image/png', altText: '' }));
  expect(hash.digest('hex')).toMatchInlineSnapshot(
    `"81eff003afb0c93f0926f0309935f59f76533501d1d4499a87313f41c9428a3b"`,
  );
});

it('draws a picture of each person, another for each, in the same bytes for ever', () => {
  const pictures = people.map(({ username }) => avatarPicture(username));
  expect(new Set(pictures.map((picture) => contentId(picture))).size).toBe(people.length);
  for (const picture of pictures) {
    expect(sampleMedium(contentId(picture))).toEqual(picture);
    expect(picture.length).toBeLessThan(1500);
    // What is stored is what zlib reads: rows of a filter and sixteen bytes.
    const data = picture.indexOf('IDAT');
    const length = picture.readUInt32BE(data - 4);
    expect(inflateSync(picture.subarray(data + 4, data + 4 + length))).toHaveLength(64 * 17);
  }
  const hash = createHash('sha256').update(Buffer.concat(pictures)).digest('hex');
  expect(hash).toMatchInlineSnapshot(`"b2976c14eb94f44fc579b821e6ddc8d7bc2be582217eace71b151cb10d14607d"`);
});
