/** A stored object as a listing names it. */
export interface StoredMedium {
  readonly cid: string;
  /** When it was stored, where the store knows. */
  readonly storedAt: Date | undefined;
}

/**
 * Keeps bytes by their content id. Whoever asks has checked that an id has the form of one (`content-id.ts`) and checks
 * what it gets: a store is believed in nothing.
 */
export interface MediaStore {
  /** What the store is, for messages; holds no secret. */
  readonly name: string;
  /** Absolute path of a folder for uploads that are still coming in; made when first needed. */
  readonly spool: string;
  /** Stores a finished file under its id, durably and at once or not at all; storing it twice is storing it once. The file may be moved away. */
  put(cid: string, file: string): Promise<void>;
  /**
   * All bytes under an id, or undefined when there are none.
   * @param most bytes that are read; there may be one more in the answer, when the store holds more
   */
  get(cid: string, most: number): Promise<Buffer | undefined>;
  has(cid: string): Promise<boolean>;
  /** Removes what is under an id; nothing there is no fault. */
  delete(cid: string): Promise<void>;
  /** Everything stored, in no particular order; what does not look like an object of ours is left out. */
  list(): AsyncIterable<StoredMedium>;
}
