/** A change that is deployed with parking, used by the new application, taken back, used by the old one, deployed again. */
export interface ParkingCase {
  readonly title: string;
  /** The first migration. */
  readonly before: string;
  /** What the old application has written. */
  readonly rows: string;
  readonly up: string;
  readonly down: string;
  /** What the new application writes meanwhile. */
  readonly written: string;
  /** What is asked once it is taken back, and the answer. */
  readonly old: readonly [string, readonly (readonly unknown[])[]];
  /** What the old application writes then. */
  readonly rewritten?: string;
  /** What is asked once it is deployed again, and the answer. */
  readonly again: readonly [string, readonly (readonly unknown[])[]];
}
