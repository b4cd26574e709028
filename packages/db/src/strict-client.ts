import type { Prisma } from './generated/prisma/client.ts';

/**
 * A client, or what a transaction works with, whose arguments hold nothing that Prisma does not know. Its own types let
 * what is too much pass inside `where` and `data`, such as a column that was renamed, and it fails when it is run.
 */
export type Strict<Client> = {
  readonly [Key in keyof Client]: Client[Key] extends { readonly findMany: unknown }
    ? StrictModel<Client[Key]>
    : Client[Key];
};

type Optional = 'findMany' | 'findFirst' | 'findFirstOrThrow' | 'deleteMany' | 'count';
type Required =
  | 'findUnique'
  | 'findUniqueOrThrow'
  | 'create'
  | 'createMany'
  | 'createManyAndReturn'
  | 'update'
  | 'updateMany'
  | 'updateManyAndReturn'
  | 'upsert'
  | 'delete';

type StrictModel<Model> = Omit<Model, Optional | Required> & {
  [Name in Optional & keyof Model]: <T extends Prisma.Args<Model, Name>>(
    given?: T & Known<NoInfer<T>, Prisma.Args<Model, Name>>,
  ) => Prisma.PrismaPromise<Prisma.Result<Model, T, Name>>;
} & {
  [Name in Required & keyof Model]: <T extends Prisma.Args<Model, Name>>(
    given: T & Known<NoInfer<T>, Prisma.Args<Model, Name>>,
  ) => Prisma.PrismaPromise<Prisma.Result<Model, T, Name>>;
};

/** `Given` where every name is one that `Wanted` has at its place; any other is `never`. */
type Known<Given, Wanted> = Given extends Leaf
  ? Given
  : Given extends readonly (infer Element)[]
    ? readonly Known<Element, ElementOf<Wanted>>[]
    : { [Key in keyof Given]: Key extends NameOf<Wanted> ? Known<Given[Key], At<Wanted, Key>> : never };

type Leaf = string | number | bigint | boolean | null | undefined | Date | Uint8Array;
type ElementOf<Wanted> = Wanted extends readonly (infer Element)[] ? Element : Wanted;
type NameOf<Wanted> = Wanted extends Leaf | readonly unknown[] ? never : keyof Wanted;
type At<Wanted, Key> = Wanted extends unknown ? (Key extends keyof Wanted ? Wanted[Key] : never) : never;
