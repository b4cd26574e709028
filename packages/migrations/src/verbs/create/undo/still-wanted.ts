import { withParameters } from '@agora/postgres';
import { generateMigrationSql } from '@agora/schema-engine';

import { readSchema } from '../../../prisma/schema/current-schema.ts';
import type { Project } from '../../../prisma/project.ts';
import type { Scratch } from '../../../proof/scratch/scratch.ts';

/**
 * What the Prisma schema asks for again once it is taken back: whoever leaves it there makes it anew with the next
 * migration. Says what to take out of the schema, or nothing.
 */
export async function stillWanted(
  project: Project,
  { now, without, schema }: { readonly now: Scratch; readonly without: Scratch; readonly schema: string },
): Promise<readonly string[]> {
  const sqlFrom = async ({ url }: Scratch): Promise<string> => {
    const fromUrl = schema === 'public' ? url : withParameters(url, { schema });
    const sql = await generateMigrationSql({
      schemaFiles: await readSchema(project.schemaFiles),
      fromUrl,
      projectDirectory: project.root,
      filters: {
        externalTables: [...(project.external?.tables ?? [])],
        externalEnums: [...(project.external?.enums ?? [])],
      },
    });
    return (sql ?? '').trim();
  };
  const wanted = await sqlFrom(without);
  if (wanted === '' || wanted === (await sqlFrom(now))) return [];
  const shown = wanted.replaceAll(/^--.*\n/gm, '').trim();
  return [
    `The Prisma schema still asks for it, and the next \`prisma migrate dev\` or \`agora migrate create\` would make it again. Take out of ${project.schemaFiles.length === 1 ? 'schema.prisma' : 'the schema'} what makes:\n${shown}`,
  ];
}
