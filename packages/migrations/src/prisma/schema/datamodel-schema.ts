import * as z from 'zod';

const documentation = z.string().optional();
/** What of a Prisma schema is read. */
export const datamodelSchema = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      dbName: z.string().nullish(),
      schema: z.string().nullish(),
      documentation,
      primaryKey: z.object({ fields: z.array(z.string()) }).nullish(),
      uniqueFields: z.array(z.array(z.string())),
      fields: z.array(
        z.object({
          name: z.string(),
          dbName: z.string().nullish(),
          kind: z.string(),
          type: z.string(),
          isList: z.boolean(),
          isRequired: z.boolean(),
          isId: z.boolean(),
          isUnique: z.boolean(),
          isUpdatedAt: z.boolean().optional(),
          /** A literal, or the name of a function of Prisma's. */
          default: z.unknown().optional(),
          relationName: z.string().optional(),
          relationFromFields: z.array(z.string()).optional(),
          relationToFields: z.array(z.string()).optional(),
          documentation,
        }),
      ),
    }),
  ),
  enums: z.array(
    z.object({
      name: z.string(),
      dbName: z.string().nullish(),
      documentation,
      values: z.array(z.object({ name: z.string(), dbName: z.string().nullish(), documentation })),
    }),
  ),
});

/** Models and enums of a Prisma schema, as its own parser has them. */
export type Datamodel = z.output<typeof datamodelSchema>;
