import { writeUuid7 } from '../ids.ts';

/** Bytes gathered before they are sent. */
const CHUNK_BYTES = 512 * 1024;
/** No row is longer: the buffer keeps that much room. */
const LONGEST_ROW = 64 * 1024;
/** 2000-01-01, where PostgreSQL's binary times begin. */
const EPOCH_MS = 946_684_800_000;
const EPOCH_DAY = 10_957;
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

/** Writes rows in COPY's binary format into two buffers in turn (one is sent while the other fills); nothing is allocated for a row. */
export class BinaryWriter {
  #buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES + LONGEST_ROW);
  #other = Buffer.allocUnsafeSlow(CHUNK_BYTES + LONGEST_ROW);
  #position = 0;

  /** Whether it is time to send. */
  get full(): boolean {
    return this.#position >= CHUNK_BYTES;
  }

  /** What has been written since the last time; valid until it is taken once more. */
  take(): Buffer {
    const bytes = this.#buffer.subarray(0, this.#position);
    [this.#buffer, this.#other] = [this.#other, this.#buffer];
    this.#position = 0;
    return bytes;
  }

  header(): void {
    this.#position += HEADER.copy(this.#buffer, this.#position);
  }

  trailer(): void {
    this.#int16(-1);
  }

  row(fields: number): void {
    this.#int16(fields);
  }

  null(): void {
    this.#int32(-1);
  }

  /** 16 bytes that stand in `source` from `offset`. */
  uuid(source: Uint8Array, offset = 0): void {
    const buffer = this.#buffer;
    this.#int32(16);
    let at = this.#position;
    for (let n = 0; n < 16; n += 1) buffer[at++] = source[offset + n]!;
    this.#position = at;
  }

  uuid7(timeMs: number, key: number, index: number): void {
    this.#int32(16);
    writeUuid7(this.#buffer, this.#position, timeMs, key, index);
    this.#position += 16;
  }

  /** The beginning of a bytea of this length, whose uuids follow by {@link pathPart}. */
  pathLength(bytes: number): void {
    this.#int32(bytes);
  }

  pathPart(timeMs: number, key: number, index: number): void {
    writeUuid7(this.#buffer, this.#position, timeMs, key, index);
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
    const micros = (ms - EPOCH_MS) * 1000;
    this.#int32(8);
    this.#int32(Math.floor(micros / 0x100000000));
    this.#int32(micros % 0x100000000);
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
    this.#int32(8);
    const buffer = this.#buffer;
    for (let shift = 28; shift >= 0; shift -= 4) {
      buffer[this.#position] = HEX[(value >>> shift) & 15]!;
      this.#position += 1;
    }
  }

  #int16(value: number): void {
    const buffer = this.#buffer;
    buffer[this.#position] = value >>> 8;
    buffer[this.#position + 1] = value;
    this.#position += 2;
  }

  #int32(value: number): void {
    const buffer = this.#buffer;
    const at = this.#position;
    buffer[at] = value >>> 24;
    buffer[at + 1] = value >>> 16;
    buffer[at + 2] = value >>> 8;
    buffer[at + 3] = value;
    this.#position = at + 4;
  }
}

const HEX = Buffer.from('0123456789abcdef');
