/** A figure with its labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric with all its samples. Units stand in the name: seconds, bytes, ratios from 0 to 1. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'gauge' | 'counter';
  readonly samples: readonly Sample[];
}

/** The text form of Prometheus (version 0.0.4). Pure. */
export function renderPrometheus(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, kind, samples }) =>
      [
        `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
        `# TYPE ${name} ${kind}`,
        ...samples.map(({ labels = {}, value }) => `${name}${renderLabels(labels)} ${shown(value)}`),
        '',
      ].join('\n'),
    )
    .join('');
}

function renderLabels(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels);
  return entries.length === 0
    ? ''
    : `{${entries.map(([key, value]) => `${key}="${escaped(value)}"`).join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function shown(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

/**
 * The same as OTLP's JSON (ExportMetricsServiceRequest of opentelemetry-proto 1).
 * @param at Unix time in milliseconds
 */
export function otlpOf(metrics: readonly Metric[], at: number): unknown {
  const time = `${BigInt(Math.round(at)) * 1_000_000n}`;
  return {
    resourceMetrics: [
      {
        resource: { attributes: [attribute('service.name', 'agora')] },
        scopeMetrics: [
          {
            scope: { name: 'agora' },
            metrics: metrics
              .filter(({ samples }) => samples.length > 0)
              .map(({ name, help, kind, samples }) => {
                const dataPoints = samples.map(({ labels = {}, value }) => ({
                  attributes: Object.entries(labels).map(([key, text]) => attribute(key, text)),
                  timeUnixNano: time,
                  asDouble: value,
                }));
                return {
                  name,
                  description: help,
                  ...(kind === 'gauge'
                    ? { gauge: { dataPoints } }
                    : // 2: cumulative
                      { sum: { dataPoints, isMonotonic: true, aggregationTemporality: 2 } }),
                };
              }),
          },
        ],
      },
    ],
  };
}

function attribute(key: string, text: string): unknown {
  return { key, value: { stringValue: text } };
}
