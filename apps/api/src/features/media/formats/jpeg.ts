import { type Dimensions, type Format, Malformed, Walk } from './format.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

/** Markers of frames (ITU-T T.81, table B.1), which hold the dimensions. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * JPEG (ITU-T T.81, annex B): segments from SOI to EOI. After it only zeros and further whole pictures may come: phones
 * append a preview or a gain map (CIPA DC-007, Multi-Picture Format).
 */
export const jpeg: Format = {
  mimeType: 'image/jpeg',
  extension: 'jpg',
  inline: true,
  recognises: (bytes) => bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xffd8ff,
  inspect(bytes) {
    const walk = new Walk(bytes);
    const first = picture(walk, bytes);
    for (;;) {
      while (walk.left > 0 && bytes[walk.position] === 0) walk.position += 1;
      if (walk.left === 0) return first;
      if (walk.left < 3 || bytes.readUIntBE(walk.position, 3) !== 0xffd8ff) walk.end();
      picture(walk, bytes);
    }
  },
};

function picture(walk: Walk, bytes: Buffer): Dimensions {
  if (marker(walk) !== SOI) throw new Malformed('it does not begin as one');
  let dimensions: Dimensions | undefined;
  for (;;) {
    const code = marker(walk);
    if (code === EOI) break;
    if (code === SOI) throw new Malformed('it begins twice');
    // Restart markers and TEM stand alone.
    if ((code >= 0xd0 && code <= 0xd7) || code === 0x01) continue;
    const length = walk.take(2).readUInt16BE();
    const segment = walk.take(Math.max(0, length - 2));
    if (isFrame(code)) {
      if (segment.length < 5) throw new Malformed('a segment is too short');
      dimensions ??= { height: segment.readUInt16BE(1), width: segment.readUInt16BE(3) };
    }
    if (code === SOS) skipScan(walk, bytes);
  }
  if (dimensions === undefined) throw new Malformed('it has no picture in it');
  return dimensions;
}

function marker(walk: Walk): number {
  if (walk.byte() !== 0xff) throw new Malformed('a segment is not where it should be');
  let code = walk.byte();
  while (code === 0xff) code = walk.byte();
  return code;
}

/** Goes on to the next marker: in a scan's data FF is followed by 00, or by a restart marker. */
function skipScan(walk: Walk, bytes: Buffer): void {
  for (;;) {
    const next = bytes.indexOf(0xff, walk.position);
    if (next === -1 || next + 1 >= bytes.length) throw new Malformed('it ends too early');
    const code = bytes.readUInt8(next + 1);
    walk.position = next;
    if (code !== 0 && !(code >= 0xd0 && code <= 0xd7)) return;
    walk.position = next + 2;
  }
}
