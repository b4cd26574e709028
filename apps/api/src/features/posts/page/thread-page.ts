import { z } from 'zod';
import { id } from '../../../domain/values.ts';

/** Most comments of one page. */
const mostComments = 500;

/** Bytes of text after which a page ends: in memory it is several times as large while it is sent. */
const mostBytes = 1_000_000;

/** A place in a thread: the path of the comment there, which is up to eleven ids. */
export const threadPlace = z
  .string()
  .regex(/^(?:[0-9a-f]{32}){1,11}$/)
  .meta({ id: 'ThreadPlace', description: 'A place in a thread, as `nextComments` has it' });

/** Query parameters of what reads a thread. */
export const threadQuery = z.object({
  comments: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostComments)
    .default(mostComments)
    .describe('Most comments to answer; fewer where their texts are long'),
  after: threadPlace.optional().describe('`nextComments` of the page before'),
  under: id.optional().describe('A comment: it alone, with what replies to it'),
});

/** The same as parameters of the statement. */
export function wantedThread({ comments, after, under }: z.output<typeof threadQuery>) {
  return { comments, bytes: mostBytes, after: after ?? null, under: under ?? null };
}

/** The first page of a thread, as large as there are. */
export const wholePage = wantedThread({ comments: mostComments });

/** No comment: the post alone. */
export const noThread = wantedThread({ comments: 0 });
