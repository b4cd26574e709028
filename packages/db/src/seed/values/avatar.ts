import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Pixels of a side, and of a field of the pattern. */
const SIDE = 64;
const FIELD = 8;

/**
 * A picture for a person: a pattern with a left half and its mirror, in four colours, drawn from the name. A PNG of about a
 * kilobyte, not compressed: the bytes, and so the content id, are the same with every version of zlib.
 */
export function avatarPicture(name: string): Buffer {
  const hash = createHash('sha256').update(`avatar ${name}`).digest();
  const hue = hash.readUInt16BE(0) % 360;
  const palette = Buffer.from([
    ...colour(hue, 0.4, 0.87),
    ...colour(hue, 0.55, 0.45),
    ...colour(hue + 40, 0.5, 0.62),
    ...colour(hue + 190, 0.45, 0.36),
  ]);
  const fields = SIDE / FIELD;
  const fieldAt = (column: number, row: number): number => {
    const drawn = hash[2 + (((row * fields) / 2 + column) % 30)]!;
    // More than a third of the fields is background.
    return Math.max(0, (drawn % 5) - 1) % 4;
  };
  const rows = Array.from({ length: SIDE }, (_, y) => {
    const pixels = Array.from({ length: SIDE }, (__, x) => {
      const column = Math.floor(x / FIELD);
      return fieldAt(Math.min(column, fields - 1 - column), Math.floor(y / FIELD));
    });
    // Each row begins with its filter, none; then four pixels a byte.
    const packed = Array.from({ length: SIDE / 4 }, (__, at) =>
      pixels.slice(at * 4, at * 4 + 4).reduce((byte, pixel) => byte * 4 + pixel, 0),
    );
    return Buffer.from([0, ...packed]);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  // Two bits a pixel, of a palette.
  header.set([2, 3], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', stored(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A chunk of a PNG (ISO/IEC 15948, 5.3): length, type, data and their checksum. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

/** Bytes in the form of zlib (RFC 1950), in one block that is not compressed (RFC 1951, 3.2.4); at most 65,535. */
function stored(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt16LE(bytes.length, 0);
  length.writeUInt16LE(0xffff - bytes.length, 2);
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return Buffer.concat([Buffer.from([0x78, 0x01, 0x01]), length, bytes, uint32(high * 65_536 + low)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Red, green and blue of a colour. @param hue in degrees @param saturation 0 to 1 @param lightness 0 to 1 */
function colour(hue: number, saturation: number, lightness: number): number[] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const place = (offset + (hue % 360) / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  });
}
