import { z } from 'zod';
import { line } from '../../domain/text.ts';
import { slug } from '../../domain/values.ts';
import { tagSummary } from '../../domain/content.ts';

export const tag = z
  .object({
    version: z.int().describe('Changes with every edit; what If-Match is compared with'),
    ...tagSummary.shape,
    postCount: z.int().describe('Published posts that carry it'),
  })
  .meta({ id: 'Tag', description: 'A label of posts' });

export const tagList = z.object({ items: z.array(tag) }).meta({ id: 'TagList' });

const name = line(80);
const colour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be #rrggbb')
  .toLowerCase()
  .describe('`#rrggbb`');

export const newTag = z.strictObject({ slug, name, colour }).meta({ id: 'NewTag' });

export const tagEdit = z
  .strictObject({ name: name.optional(), colour: colour.optional() })
  .meta({ id: 'TagEdit', description: 'What changes of a tag; its slug is in addresses, and stays' });

export type Tag = z.output<typeof tag>;
export type TagList = z.output<typeof tagList>;
