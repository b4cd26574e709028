import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../api-error.ts';
import { files, pngChunk, uniquePng } from '../../../testing/media/media-files.fixture.ts';
import { inspect, mostPixels } from './inspect.ts';

const end = pngChunk('IEND', Buffer.alloc(0));
const code = (bytes: Buffer | string): string => {
  try {
    return inspect(Buffer.from(bytes)).mimeType;
  } catch (error) {
    return error instanceof ApiError ? error.code : String(error);
  }
};

describe('inspect', () => {
  it('tells type and dimensions from the bytes', () => {
    expect(inspect(files.png)).toEqual({ mimeType: 'image/png', width: 12, height: 8 });
    expect(inspect(files.jpeg)).toEqual({ mimeType: 'image/jpeg', width: 12, height: 8 });
    expect(inspect(files.webp)).toEqual({ mimeType: 'image/webp', width: 12, height: 8 });
    expect(inspect(files.lossless)).toEqual({ mimeType: 'image/webp', width: 12, height: 8 });
    expect(inspect(files.gif)).toEqual({ mimeType: 'image/gif', width: 1, height: 1 });
    expect(inspect(files.pdf)).toEqual({ mimeType: 'application/pdf', width: null, height: null });
    expect(inspect(files.text)).toEqual({ mimeType: 'text/plain', width: null, height: null });
  });

  it('refuses every picture that is cut short anywhere', () => {
    for (const name of ['png', 'jpeg', 'webp', 'lossless', 'gif'] as const) {
      for (let length = 12; length < files[name].length; length += 1)
        expect([name, length, code(files[name].subarray(0, length))]).toEqual([
          name,
          length,
          expect.stringMatching(/^media\.(malformed|type_refused)$/),
        ]);
    }
  });

  it('refuses two files in one: whatever follows the end', () => {
    const others = ['<script>alert(1)</script>', 'PK\u0003\u0004', files.pdf];
    for (const name of ['png', 'jpeg', 'webp', 'gif'] as const)
      for (const other of others)
        expect(code(Buffer.concat([files[name], Buffer.from(other)]))).toBe('media.malformed');
    expect(code(Buffer.concat([Buffer.from('%PDF-1.4\n'), files.png]))).toBe('media.malformed');
    expect(code(Buffer.concat([Buffer.from('GIF89a/*'), Buffer.from('*/=alert(1);')]))).toBe(
      'media.malformed',
    );
  });

  it('takes the second picture that phones append to a JPEG, and zeros', () => {
    expect(code(Buffer.concat([files.jpeg, Buffer.alloc(7), files.jpeg]))).toBe('image/jpeg');
    expect(code(Buffer.concat([files.jpeg, files.jpeg.subarray(0, 40)]))).toBe('media.malformed');
  });

  it('refuses markup, scripts that pretend, archives and programs', () => {
    const markup = [
      '<!doctype html><script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      '\n  <?xml version="1.0"?><svg/>',
      '\uFEFF<html>',
      '<!-- --><script>alert(1)</script>',
    ];
    for (const text of markup) expect([text, code(text)]).toEqual([text, 'media.malformed']);
    for (const head of [
      '504b0304140000000800',
      '7f454c4602010100',
      '4d5a90000300000004000000',
      '1f8b0800000000000003',
    ])
      expect(code(Buffer.concat([Buffer.from(head, 'hex'), Buffer.alloc(300)]))).toBe('media.type_refused');
    expect(code(Buffer.from('words\u0000'.repeat(200)))).toBe('media.type_refused');
    expect(code(`${'words '.repeat(200)}\u0000`)).toBe('media.malformed');
    expect(code(Buffer.from([0x61, 0xff, 0x62]))).toBe('media.malformed');
    expect(code('')).toBe('media.type_refused');
  });

  it('refuses pictures that would unpack to more than a browser should hold', () => {
    expect(code(uniquePng({ size: [mostPixels / 1000, 1000] }))).toBe('image/png');
    expect(code(uniquePng({ size: [100_000, 100_000] }))).toBe('media.too_many_pixels');
    expect(code(uniquePng({ size: [4_294_967_295, 4_294_967_295] }))).toBe('media.too_many_pixels');
    expect(code(uniquePng({ size: [0, 5] }))).toBe('media.malformed');
  });

  it('has an answer to everything, and soon: 20,000 damaged files', () => {
    let state = 1;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 4_294_967_296) * below);
    };
    const all = Object.values(files);
    const answers = new Set<string>();
    for (let count = 0; count < 20_000; count += 1) {
      const bytes = Buffer.from(all[count % all.length] ?? []);
      for (let changes = random(4); changes >= 0; changes -= 1) bytes[random(bytes.length)] = random(256);
      answers.add(code(random(3) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes));
    }
    expect([...answers].filter((answer) => !/^(media\.[a-z_]+|[a-z]+\/[a-z]+)$/.test(answer))).toEqual([]);
  });

  it('refuses a PNG whose chunks lie', () => {
    const flipped = Buffer.from(files.png);
    flipped.writeUInt8(flipped.readUInt8(20) ^ 1, 20);
    expect(code(flipped)).toBe('media.malformed');
    const signature = files.png.subarray(0, 8);
    expect(code(Buffer.concat([signature, end]))).toBe('media.malformed');
    expect(code(Buffer.concat([files.png.subarray(0, 33), files.png.subarray(8)]))).toBe('media.malformed');
    expect(code(Buffer.concat([files.png.subarray(0, 33), end]))).toBe('media.malformed');
    const endless = Buffer.from(files.png.subarray(0, 41));
    endless.writeUInt32BE(0xffff_ffff, 33);
    expect(code(endless)).toBe('media.malformed');
  });
});
