import type { Plugin } from 'rollup';
import ts from 'typescript';

/**
 * Types that a module infers from zod's schemas, spelled out: a user of the package then needs no zod. Schemas
 * themselves are left out, so that a declaration that names one fails to be made.
 */
export const spellOutInferred: Plugin = {
  name: 'spell-out-inferred',
  transform(code, id) {
    if (!id.endsWith('.d.ts') || !/from 'zod'/.test(code)) return undefined;
    return { code: spellOut(code, sourceOf(id)), map: null };
  },
};

/** Comments of properties are in the source alone. */
function sourceOf(declarations: string): string {
  return declarations.replace(/([\\/])dist([\\/].*)\.d\.ts$/, '$1src$2.ts');
}

function spellOut(declarations: string, source: string): string {
  const types = inferredTypes(source);
  const parsed = ts.createSourceFile('declarations.d.ts', declarations, ts.ScriptTarget.ES2023);
  return parsed.statements
    .map((statement) => {
      const text = statement.getFullText(parsed);
      if (!/\bz\.|from 'zod'/.test(text)) return text;
      return ts.isTypeAliasDeclaration(statement) ? types(statement.name.text) : '';
    })
    .join('\n');
}

/** Prints type aliases of a source. */
function inferredTypes(file: string): (name: string) => string {
  const program = ts.createProgram([file], {
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ES2023,
  });
  const checker = program.getTypeChecker();
  const aliases = program.getSourceFile(file)?.statements.filter(ts.isTypeAliasDeclaration) ?? [];
  return (name) => {
    const alias = aliases.find((one) => one.name.text === name);
    if (alias === undefined) throw new Error(`${file} has no type ${name}.`);
    const comment = documentation(checker.getSymbolAtLocation(alias.name), checker, '');
    return `${comment}export type ${name} = ${print(checker.getTypeAtLocation(alias.name), checker, '')};\n`;
  };
}

/** A type written out, with the comments of its properties. */
function print(type: ts.Type, checker: ts.TypeChecker, indent: string): string {
  if (type.isUnion() && !isPlain(type))
    return type.types.map((one) => print(one, checker, indent)).join(' | ');
  if (checker.isArrayType(type)) {
    const element = type.getNumberIndexType();
    if (element !== undefined) return `Array<${print(element, checker, indent)}>`;
  }
  if (isPlain(type) || checker.getSignaturesOfType(type, ts.SignatureKind.Call).length > 0)
    return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  const inner = `${indent}    `;
  const indexes = checker
    .getIndexInfosOfType(type)
    .map(
      (index) =>
        `${inner}[key: ${print(index.keyType, checker, inner)}]: ${print(index.type, checker, inner)};\n`,
    );
  const properties = checker.getPropertiesOfType(type).map((property) => {
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0 ? '?' : '';
    const value = print(checker.getTypeOfSymbol(property), checker, inner);
    return `${documentation(property, checker, inner)}${inner}${JSON.stringify(property.name)}${optional}: ${value};\n`;
  });
  // Apart, as a property that may be absent does not fit a signature for all names.
  return (
    [indexes, properties]
      .filter((members) => members.length > 0)
      .map((members) => `{\n${members.join('')}${indent}}`)
      .join(' & ') || '{}'
  );
}

/** Whether TypeScript writes it as well itself: no object is in it. */
function isPlain(type: ts.Type): boolean {
  return type.isUnion()
    ? type.types.every((one) => isPlain(one))
    : (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) === 0;
}

function documentation(symbol: ts.Symbol | undefined, checker: ts.TypeChecker, indent: string): string {
  const text = ts.displayPartsToString(symbol?.getDocumentationComment(checker));
  return text === '' ? '' : `${indent}/** ${text} */\n`;
}
