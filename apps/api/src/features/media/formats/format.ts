/** Pixels of a picture. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** A type of file that is taken. */
export interface Format {
  readonly mimeType: string;
  /** For the file name that a browser saves it under. */
  readonly extension: string;
  /** Whether browsers may show it in place; everything else is for saving. */
  readonly inline: boolean;
  /** Whether bytes begin like a file of this type. */
  recognises(bytes: Buffer): boolean;
  /**
   * Walks through the whole file.
   * @returns its dimensions, null when it has none
   * @throws Malformed when it is not built as the type's specification has it, from the first byte to the last: what
   *   has something else before, after or between would be two files in one
   */
  inspect(bytes: Buffer): Dimensions | null;
}

/** A file that is not what it begins as. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** Reads through a file from the front and never beyond its end. */
export class Walk {
  readonly #bytes: Buffer;
  position: number;

  constructor(bytes: Buffer, position = 0) {
    this.#bytes = bytes;
    this.position = position;
  }

  get left(): number {
    return this.#bytes.length - this.position;
  }

  /** The next bytes. @throws Malformed when the file ends before */
  take(length: number): Buffer {
    if (length > this.left) throw new Malformed('it ends too early');
    this.position += length;
    return this.#bytes.subarray(this.position - length, this.position);
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  /** @throws Malformed when something follows */
  end(): void {
    if (this.left > 0) throw new Malformed('something follows its end');
  }
}
