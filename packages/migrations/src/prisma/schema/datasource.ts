import type { SchemaFile, SchemaParser } from './schema-parser.ts';
import type { UrlSource, UrlSources } from './url-source.ts';

/**
 * The property of the datasource that a remark refuses. Before Prisma 7 the URLs stood there; its parser still knows
 * these properties, and tells where they are.
 * @param remark its text
 */
export function goneProperty(remark: string): string | undefined {
  return /datasource property `(\w+)` is no longer supported/.exec(remark)?.[1];
}

/**
 * The provider of the datasource in a file, where it stands there as one word. Read without the parser: it is asked at
 * every start.
 */
export function providerOf(text: string): string | undefined {
  const plain = text.replaceAll(/(^|\s)\/\/.*$/gm, '$1');
  return /^\s*datasource\s+\w+\s*\{[^}]*?^\s*provider\s*=\s*"([^"]+)"/m.exec(plain)?.[1];
}

/** Whether a provider is PostgreSQL; one that is not known is taken for it. */
export function isPostgres(provider: string | undefined): boolean {
  return provider === undefined || provider === 'postgresql' || provider === 'postgres';
}

/** The URLs of the datasource block: literals, and `env("X")` by its name. */
export function readDatasource(parser: SchemaParser, files: readonly SchemaFile[]): UrlSources {
  const texts = new Map(files);
  const found = new Map(
    parser
      .remarks(files)
      .map(({ text, file_name: file, start, end }) => [
        goneProperty(text),
        valueOf(parser, texts.get(file)?.slice(start, end) ?? ''),
      ]),
  );
  return {
    url: found.get('url'),
    directUrl: found.get('directUrl'),
    shadowUrl: found.get('shadowDatabaseUrl'),
  };
}

/** @param property such as `url = env("DATABASE_URL") // a comment` */
function valueOf(parser: SchemaParser, property: string): UrlSource | undefined {
  const expression = property.slice(property.indexOf('=') + 1);
  // The parser of 7 reads no URL. Of a generator's provider, it reads the same expressions.
  const schema = `generator url {\n  provider = ${expression}\n}\n`;
  const provider = parser.blocks([['url.prisma', schema]]).generators[0]?.provider;
  if (provider?.fromEnvVar) return { kind: 'variable', name: provider.fromEnvVar };
  return provider?.value ? { kind: 'value', value: provider.value } : undefined;
}
