/** A list of numbers that is only read; what is left of {@link Ints} and {@link Moments} on its way to another thread. */
export interface Column<T extends Int32Array | Float64Array> {
  readonly data: T;
  /** Of `data`, how many are in use. */
  readonly length: number;
}

/** The numbers in use. */
export function used<T extends Int32Array | Float64Array>({ data, length }: Column<T>): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a part of an array is an array of its kind
  return data.subarray(0, length) as T;
}

/** A list of 32-bit integers that grows; a plain array would take three times the memory. */
export class Ints {
  data: Int32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length] = value;
    this.length += 1;
  }
}

/** A list of moments (milliseconds since 1970) that grows. */
export class Moments {
  data: Float64Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length] = value;
    this.length += 1;
  }
}
