import { z } from 'zod';
import { line } from '../../../domain/text.ts';
import { slug } from '../../../domain/values.ts';

// What authors write of a post.
export const title = line(200);
export const tagSlugs = z.array(slug).max(5).describe('Slugs of tags');
