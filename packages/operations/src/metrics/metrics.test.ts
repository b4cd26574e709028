import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { makeConfig } from '@agora/core/config';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

import { fixtureProject } from '../project.fixture.ts';
import { otlpOf, renderPrometheus } from './metric.ts';
import { metricsOf, readMetrics } from './read-metrics.ts';

const ops = path.resolve(import.meta.dirname, '../../../../ops');
const { development: policy } = makeConfig({}).environments;

/** The names of all metrics that there can be. */
const names = metricsOf({ now: new Date() }).map(({ name }) => name);

test('tells of a database, its runs and its backup in the form of Prometheus', async () => {
  const project = await fixtureProject({ '1_a "b"\\c': 'CREATE TABLE a (id int)' });
  const proof = path.join(project.root, 'proof.json');
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const [{ database } = {}] = await project.query('SELECT current_database() AS database');
  writeFileSync(proof, JSON.stringify({ database, finishedAt: at, verifiedAt: at }));
  const { url, directory } = project;
  const backup = { ...policy.backup, file: proof };
  const text = renderPrometheus(await readMetrics({ url, directory, policy: { ...policy, backup } }));
  expect(text).toContain('# TYPE agora_up gauge\nagora_up 1\n');
  expect(text).toContain('agora_migrations{state="applied"} 1\n');
  expect(text).toContain('agora_migration_runs_total{direction="up",outcome="succeeded"} 1\n');
  expect(text).toContain(String.raw`agora_migration_failed{migration="1_a \"b\"\\c",direction="up"} 0`);
  expect(Number(/^agora_backup_age_seconds (\S+)$/m.exec(text)?.[1])).toBeCloseTo(3600, -2);
  expect(text).toMatch(/^agora_journal_bytes [1-9]\d+$/m);
  // Each line is a comment, or a name with labels and a number.
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \S+ .+|[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)+\})? -?[\d.e+-]+)$/);
});

test('a database that does not answer is down, and says no more', async () => {
  const url = 'postgresql://me:secret@127.0.0.1:9/shop';
  const metrics = await readMetrics({ url, directory: '.', policy });
  expect(renderPrometheus(metrics)).toBe(
    '# HELP agora_up Whether the database answers\n# TYPE agora_up gauge\nagora_up 0\n',
  );
});

test('OTLP has the same figures, with their time in nanoseconds', () => {
  const sent = otlpOf(
    [
      { name: 'a', help: 'A', kind: 'gauge', samples: [{ labels: { state: 'x' }, value: 2.5 }] },
      { name: 'b', help: 'B', kind: 'counter', samples: [{ value: 3 }] },
      { name: 'none', help: 'C', kind: 'gauge', samples: [] },
    ],
    1_700_000_000_123,
  );
  expect(sent).toMatchObject({
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'a',
                gauge: {
                  dataPoints: [
                    {
                      attributes: [{ key: 'state', value: { stringValue: 'x' } }],
                      timeUnixNano: '1700000000123000000',
                      asDouble: 2.5,
                    },
                  ],
                },
              },
              { name: 'b', sum: { isMonotonic: true, aggregationTemporality: 2 } },
            ],
          },
        ],
      },
    ],
  });
});

const alerts = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          annotations: z.object({ summary: z.string().min(1), action: z.string().min(1) }),
        }),
      ),
    }),
  ),
});
const dashboard = z.object({
  panels: z.array(
    z.object({
      id: z.int().positive(),
      title: z.string(),
      gridPos: z.object({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1), h: z.int().min(1) }),
      targets: z.array(z.object({ expr: z.string() })),
    }),
  ),
});

/** Names of ours, and of the API's requests, in an expression. */
const named = (expression: string): readonly string[] => expression.match(/\b(?:agora|http)_\w+/g) ?? [];
/** Of the forum's API, which tells them itself: by its source, since packages know no application. */
const source = readFileSync(path.resolve(ops, '../apps/api/src/features/metrics/metrics.ts'), 'utf8');
const ofApi = [...source.matchAll(/new (Histogram|Gauge|Counter)\(\{\s*name: '(\w+)'/g)].flatMap(
  ([, kind, name = '']) =>
    kind === 'Histogram' ? ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`) : [name],
);
const known = (name: string): boolean => names.includes(name) || ofApi.includes(name);

test('the alerts ask for metrics that there are, and promtool takes them where it is installed', () => {
  const file = path.join(ops, 'alerts.yml');
  const { groups } = alerts.parse(parse(readFileSync(file, 'utf8')));
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(8);
  for (const { expr } of rules) expect(named(expr).filter((name) => !known(name))).toEqual([]);
  promtool(file);
});

/** Takes or refuses a file of rules, where Debian's package of it is installed. */
function promtool(file: string): void {
  try {
    execFileSync('promtool', ['check', 'rules', file], { stdio: 'pipe' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

test('the dashboard shows metrics that there are', () => {
  const text = readFileSync(path.join(ops, 'dashboard.json'), 'utf8');
  const { panels } = dashboard.parse(JSON.parse(text));
  const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  expect(expressions.length).toBeGreaterThan(8);
  expect(expressions.flatMap(named).filter((name) => !known(name))).toEqual([]);
  expect(ofApi.length).toBeGreaterThan(8);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { title, gridPos: a } of panels) {
    const over = panels.filter(
      ({ gridPos: b }) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h,
    );
    expect([title, a.x + a.w <= 24, over.map((one) => one.title)]).toEqual([title, true, [title]]);
  }
  // Each as a rule: what is no PromQL is refused.
  const rules = expressions.map((expr, index) => ({
    record: `panel:${index}`,
    expr: expr.replaceAll(/\$__\w*(?:interval|range)\w*/g, '5m'),
  }));
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'agora dashboard ')), 'rules.json');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  promtool(file);
  rmSync(path.dirname(file), { recursive: true });
});
