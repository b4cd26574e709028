import { type DatabaseModel, displayName, targetOf } from './model/database-model.ts';
import type { DocumentedTable } from './model/tables.ts';
import type { Relation } from './model/relations.ts';
import { anchor, block, cell, code, table } from './markdown.ts';

/**
 * The data dictionary: every table, column, key, constraint, index, trigger and policy of the database, with
 * the words of the schema's doc comments (and, where there are none, of COMMENT ON).
 */
export function renderDictionary(model: DatabaseModel): string {
  return [
    '# Data dictionary',
    '',
    'Structure from the database that the migrations make, words from the doc comments (`///`) of the Prisma schema.',
    '',
    ...model.domains.flatMap(({ name, tables }) => [
      `- **[${name}](#${anchor(name)})**: ${tables.map((one) => `[${displayName(model, one)}](#${anchor(displayName(model, one))})`).join(', ')}`,
    ]),
    ...(model.facts.enums.length > 0 ? ['- **[Enums](#enums)**'] : []),
    ...(model.facts.functions.length > 0 ? ['- **[Functions](#functions)**'] : []),
    '',
    ...model.domains.flatMap(({ name, tables }) => [
      `## ${name}`,
      '',
      `![Tables of ${name}](domains/${encodeURIComponent(name)}.svg)`,
      '',
      ...tables.flatMap((one) => tableSection(model, one)),
    ]),
    ...enums(model),
    ...functions(model),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n');
}

function tableSection(model: DatabaseModel, one: DocumentedTable): readonly string[] {
  const words = one.model?.documentation ?? one.comment;
  const pointing = model.tables.flatMap((other) =>
    other.relations
      .filter((relation) => targetOf(model, relation) === one)
      .map((relation) => ({ other, relation })),
  );
  return [
    `### ${displayName(model, one)}`,
    '',
    ...(words === undefined ? [] : [words, '']),
    [
      one.kind === 'table' ? '' : `A ${one.kind}. `,
      one.model ? `Model \`${one.model.name}\`` : 'Unknown to the Prisma schema',
      one.primaryKey.length > 0 ? `, key ${one.primaryKey.map(code).join(', ')}` : '',
      one.rowSecurity ? ', row-level security' : '',
      '.',
    ].join(''),
    '',
    ...table(
      ['column', 'type', 'required', 'value', 'meaning'],
      one.columns.map((column) => {
        const field = one.model?.fields.find((candidate) => candidate.column === column.name);
        const meaning = field?.documentation ?? column.comment ?? '';
        return [
          code(column.name),
          code(column.type),
          column.required ? 'yes' : '',
          column.value === undefined ? '' : code(column.value),
          cell(meaning),
        ];
      }),
    ),
    ...titled(
      'Points at',
      one.relations.map((relation) => {
        const target = targetOf(model, relation);
        const name = target ? displayName(model, target) : relation.target;
        return `- ${relation.columns.map(code).join(', ')} → ${target ? `[${name}](#${anchor(name)})` : name}: ${ruleOf(relation)}`;
      }),
    ),
    ...titled(
      'Pointed at by',
      pointing.map(({ other, relation }) => {
        const name = displayName(model, other);
        return `- [${name}](#${anchor(name)}) ${relation.columns.map(code).join(', ')}`;
      }),
    ),
    ...titled(
      'Constraints',
      one.constraints.map(({ name, definition }) => `- ${code(name)}: ${code(definition)}`),
    ),
    ...titled(
      'Indexes',
      one.indexes.map(({ name, definition }) => `- ${code(name)}: ${code(definition)}`),
    ),
    ...titled(
      'Triggers',
      one.triggers.map(({ name, definition }) => `- ${code(name)}: ${code(definition)}`),
    ),
    ...titled(
      'Policies',
      one.policies.map(({ name, definition }) => `- ${code(name)}: ${code(definition)}`),
    ),
    ...(one.query === undefined ? [] : ['Query:', '', ...block('sql', one.query)]),
  ];
}

/** What happens to the row when the row that it points at goes. */
function ruleOf({ declared, definition }: Relation): string {
  if (declared) return 'no foreign key; the Prisma schema says so';
  return code(definition.replace(/^.*\) ?(?=ON |DEFERRABLE|NOT VALID|MATCH|$)/, '') || 'no action');
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, '', ...lines, ''];
}

function enums(model: DatabaseModel): readonly string[] {
  if (model.facts.enums.length === 0) return [];
  const documented = model.schema.flatMap((domain) => domain.enums);
  return [
    '## Enums',
    '',
    ...model.facts.enums.flatMap((one) => {
      const docs = documented.find(({ type }) => type === one.name);
      return [
        `### ${displayName(model, one)}`,
        '',
        ...(docs?.documentation === undefined ? [] : [docs.documentation, '']),
        ...one.labels.map((label) => {
          const meaning = docs?.values.find(({ name }) => name === label)?.documentation;
          return `- ${code(label)}${meaning === undefined ? '' : `: ${cell(meaning)}`}`;
        }),
        '',
      ];
    }),
  ];
}

function functions(model: DatabaseModel): readonly string[] {
  if (model.facts.functions.length === 0) return [];
  return [
    '## Functions',
    '',
    ...model.facts.functions.flatMap(({ name, comment, definition }) => [
      `### ${name}`,
      '',
      ...(comment === undefined ? [] : [comment, '']),
      ...block('sql', definition),
    ]),
  ];
}
