/** What a reset removed, or would remove. */
export interface ResetResult {
  profile: string;
  /** Rows removed (or to be removed), by entity, in the order of removal. */
  entities: readonly { entity: string; rows: number }[];
}
