import type { Family } from '../family.ts';
import { eventTriggers, policies, rules, statistics, triggers } from './behaviour.ts';
import { constraints, domainConstraints, indexes, sequences } from './constraints.ts';
import {
  accessMethods,
  casts,
  conversions,
  operatorClasses,
  operatorFamilies,
  operators,
} from './operators.ts';
import { columns, relations } from './relations.ts';
import {
  foreignDataWrappers,
  foreignServers,
  publications,
  publicationSchemas,
  publicationTables,
  userMappings,
} from './replication.ts';
import { aggregates, languages, routines, transforms } from './routines.ts';
import { defaultPrivileges, extensions, schemas } from './schemas.ts';
import {
  textSearchConfigurations,
  textSearchDictionaries,
  textSearchParsers,
  textSearchTemplates,
} from './text-search.ts';
import {
  baseTypes,
  collations,
  compositeAttributes,
  compositeTypes,
  domains,
  enums,
  rangeTypes,
} from './types.ts';

/** Every family of objects that a catalog reads, in the order of a dump. */
export const FAMILIES: readonly Family[] = [
  schemas,
  extensions,
  languages,
  collations,
  conversions,
  enums,
  compositeTypes,
  compositeAttributes,
  domains,
  domainConstraints,
  rangeTypes,
  baseTypes,
  routines,
  aggregates,
  transforms,
  casts,
  operators,
  operatorFamilies,
  operatorClasses,
  accessMethods,
  textSearchParsers,
  textSearchTemplates,
  textSearchDictionaries,
  textSearchConfigurations,
  foreignDataWrappers,
  foreignServers,
  userMappings,
  sequences,
  relations,
  columns,
  constraints,
  indexes,
  rules,
  triggers,
  policies,
  statistics,
  publications,
  publicationTables,
  publicationSchemas,
  eventTriggers,
  defaultPrivileges,
];
