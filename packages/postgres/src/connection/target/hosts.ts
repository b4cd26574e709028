const parts = /^([a-z]+:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/is;

/**
 * One URL for each host of a URL that names several, in their order, as libpq reads them:
 * `postgresql://user:password@one:5432,two:5433/database`.
 */
export function hostsOf(url: string): readonly string[] {
  const [, before = '', authority = '', after = ''] = parts.exec(url) ?? [];
  const hosts = authority.split(',');
  return hosts.length < 2 ? [url] : hosts.map((host) => `${before}${host}${after}`);
}

/** The URL with these hosts in place of its own, each with its port. */
export function withHosts(url: string, hosts: readonly string[]): string {
  return url.replace(parts, (_, before: string, _authority: string, after: string) =>
    [before, hosts.join(','), after].join(''),
  );
}
