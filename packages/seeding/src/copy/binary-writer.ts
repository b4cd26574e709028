import { parseUuid, writeUuid7 } from '../random/index.ts';

/** Bytes gathered before they are sent. */
const CHUNK_BYTES = 512 * 1024;
/** No row is longer: the buffer keeps that much room. */
const LONGEST_ROW = 64 * 1024;
/** 2000-01-01, where PostgreSQL's binary times begin. */
const EPOCH_MS = 946_684_800_000;
const EPOCH_DAY = 10_957;
/** What a COPY in binary format begins and ends with (PostgreSQL manual, COPY, "Binary Format"). */
export const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** A uuid as four words in network order, ready to write. */
export type UuidWords = readonly [number, number, number, number];

/** The words of a uuid's text form. */
export function uuidWords(text: string): UuidWords {
  const bytes = parseUuid(text);
  return [bytes.readInt32BE(0), bytes.readInt32BE(4), bytes.readInt32BE(8), bytes.readInt32BE(12)];
}

/** Writes rows in COPY's binary format into two buffers in turn (one is sent while the other fills); nothing is allocated for a row. */
export class BinaryWriter {
  #buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES + LONGEST_ROW);
  #other = Buffer.allocUnsafeSlow(CHUNK_BYTES + LONGEST_ROW);
  #view = viewOf(this.#buffer);
  #otherView = viewOf(this.#other);
  #position = 0;

  /** Whether it is time to send. */
  get full(): boolean {
    return this.#position >= CHUNK_BYTES;
  }

  /** What has been written since the last time; valid until it is taken once more. */
  take(): Buffer {
    const bytes = this.#buffer.subarray(0, this.#position);
    [this.#buffer, this.#other] = [this.#other, this.#buffer];
    [this.#view, this.#otherView] = [this.#otherView, this.#view];
    this.#position = 0;
    return bytes;
  }

  row(fields: number): void {
    this.#int16(fields);
  }

  null(): void {
    this.#int32(-1);
  }

  uuid(id: UuidWords): void {
    const view = this.#view;
    const at = this.#position;
    view.setInt32(at, 16);
    view.setInt32(at + 4, id[0]);
    view.setInt32(at + 8, id[1]);
    view.setInt32(at + 12, id[2]);
    view.setInt32(at + 16, id[3]);
    this.#position = at + 20;
  }

  uuid7(timeMs: number, key: number, index: number): void {
    const view = this.#view;
    const at = this.#position;
    view.setInt32(at, 16);
    writeUuid7(view, at + 4, timeMs, key, index);
    this.#position = at + 20;
  }

  /** The beginning of a bytea of this length, whose uuids follow by {@link uuid7Part}. */
  bytea(bytes: number): void {
    this.#int32(bytes);
  }

  /** The 16 bytes of a uuid as a part of a bytea. */
  uuid7Part(timeMs: number, key: number, index: number): void {
    writeUuid7(this.#view, this.#position, timeMs, key, index);
    this.#position += 16;
  }

  int2(value: number): void {
    this.#int32(2);
    this.#int16(value);
  }

  int4(value: number): void {
    this.#int32(4);
    this.#int32(value);
  }

  bool(value: boolean): void {
    this.#int32(1);
    this.#buffer[this.#position] = value ? 1 : 0;
    this.#position += 1;
  }

  /** timestamptz: microseconds since 2000. */
  time(ms: number): void {
    const view = this.#view;
    const at = this.#position;
    const micros = (ms - EPOCH_MS) * 1000;
    // Not `%`: on numbers beyond 32 bits that is a division in software.
    const high = Math.floor(micros / 0x100000000);
    view.setInt32(at, 8);
    view.setInt32(at + 4, high);
    view.setUint32(at + 8, micros - high * 0x100000000);
    this.#position = at + 12;
  }

  /** date: days since 2000. */
  day(daysSince1970: number): void {
    this.int4(daysSince1970 - EPOCH_DAY);
  }

  /** Text, or an enum's label, already in UTF-8. */
  bytes(text: Uint8Array): void {
    this.#int32(text.length);
    this.part(text);
  }

  /** Text in ASCII or Latin letters: encoded here. */
  text(text: string): void {
    const length = this.#buffer.write(text, this.#position + 4, 'utf8');
    this.#int32(length);
    this.#position += length;
  }

  /** Begins a text of parts; `end` with what it returns. */
  begin(): number {
    this.#position += 4;
    return this.#position;
  }

  part(text: Uint8Array): void {
    // A loop beats a call into native code for what is this short.
    if (text.length < 48) {
      const buffer = this.#buffer;
      let at = this.#position;
      for (let n = 0; n < text.length; n += 1) buffer[at++] = text[n]!;
      this.#position = at;
      return;
    }
    this.#buffer.set(text, this.#position);
    this.#position += text.length;
  }

  end(begun: number): void {
    const length = this.#position - begun;
    this.#position = begun - 4;
    this.#int32(length);
    this.#position += length;
  }

  /** A number below 2^32 as text of 8 hexadecimal digits, which sorts as the number does. */
  hex(value: number): void {
    const view = this.#view;
    const at = this.#position;
    view.setInt32(at, 8);
    view.setUint16(at + 4, HEX[value >>> 24]!);
    view.setUint16(at + 6, HEX[(value >>> 16) & 255]!);
    view.setUint16(at + 8, HEX[(value >>> 8) & 255]!);
    view.setUint16(at + 10, HEX[value & 255]!);
    this.#position = at + 12;
  }

  #int16(value: number): void {
    this.#view.setInt16(this.#position, value);
    this.#position += 2;
  }

  #int32(value: number): void {
    this.#view.setInt32(this.#position, value);
    this.#position += 4;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Two hexadecimal digits for each byte. */
const HEX = Uint16Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16BE(),
);
