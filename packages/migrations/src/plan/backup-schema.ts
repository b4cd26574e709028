import * as z from 'zod';

/** What a backup job says of the last backup it has verified. FORMATS.md describes it. */
export const evidenceSchema = z.object({
  /** Name of the database that was backed up. */
  database: z.string().min(1),
  /** When the backup was complete. */
  finishedAt: z.iso.datetime({ offset: true }),
  /** When it was restored or otherwise read back and found good. */
  verifiedAt: z.iso.datetime({ offset: true }),
  /** Where it is, for people. */
  location: z.string().optional(),
});

export type BackupEvidence = z.output<typeof evidenceSchema>;
