import * as z from 'zod';

/** Milliseconds of each. */
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** `60s`, `500ms`, `5min`, `72h`: a number and its unit. */
const duration = z
  .string()
  .regex(/^\d+(ms|s|min|h)$/, 'is no duration: a whole number with ms, s, min or h, as in 60s')
  .transform((text) => {
    const [, amount, unit = ''] = /^(\d+)(\w+)$/.exec(text) ?? [];
    return Number(amount) * (UNITS[unit] ?? 0);
  });

/** A program and its arguments; no shell reads them. */
const command = z.array(z.string()).min(1);
const headers = z.record(z.string(), z.string());
const share = z.number().min(0).max(1);

const request = z.strictObject({
  /** What reports call it. */
  name: z.string().min(1),
  /** Where a request goes; no redirect is followed. */
  url: z.url({ protocol: /^https?$/ }),
  /** Of HTTP. Default GET, or POST with a body. */
  method: z.string().min(1).optional(),
  /** Of a request, such as a token; never shown. */
  headers: headers.optional(),
  /** Text that is sent. */
  body: z.string().optional(),
  /** The answer's status. Default: any from 200 to 299. */
  status: z.number().int().min(100).max(599).optional(),
  /** Text that the answer must hold. */
  contains: z.string().min(1).optional(),
  /** How long an answer may take. Default 10s. */
  within: duration.optional(),
});

const limits = z.strictObject({
  /** The longest a statement may have run. Default 5min. */
  query: duration.optional(),
  /** The longest a transaction may have been open. Default 1h. */
  transaction: duration.optional(),
  /** The longest a transaction may have been idle. Default 5min. */
  idle: duration.optional(),
  /** The share of the server's connections that may be in use. Default 0.9. */
  connections: share.optional(),
  /** The least share of reads that the server's memory answers. Default 0.9. */
  cacheHits: share.optional(),
  /** How far a replica may be behind. Default 30s. */
  replication: duration.optional(),
  /** The most megabytes that the journal of migrations may take. Default 1024. */
  journalMegabytes: z.number().positive().optional(),
});

/** What `agora health` looks at beside the database itself. */
export const health = z.strictObject({
  /** Requests that must be answered: the API, a log-in, a core feature. */
  requests: z.array(request).optional(),
  /** A folder of queries that must give no rows. Default `checks`, in the folder of the project. */
  checks: z.string().min(1).optional(),
  /** Names of replicas (their `application_name`) that must follow the server. */
  replicas: z.array(z.string().min(1)).optional(),
  /** Where a figure begins to be a finding. */
  limits: limits.optional(),
});

/** Who hears of a deploy, and how. */
export const notify = z.strictObject({
  /** Of what: `begin`, `success`, `failure`, `rollback`. Default: all four. */
  on: z.array(z.enum(['begin', 'success', 'failure', 'rollback'])).optional(),
  /** Addresses that get a POST. */
  webhooks: z
    .array(
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }),
        form: z.enum(['json', 'slack']).optional(),
        headers: headers.optional(),
      }),
    )
    .optional(),
  /** Mail, through a server that takes it: `smtp://user:password@host:587`. */
  mail: z
    .strictObject({
      /** The mail server, with what it wants to know. */
      server: z.url({ protocol: /^smtps?$/ }),
      /** Whom it comes from. */
      sender: z.string().min(1),
      /** Whom it goes to. */
      receivers: z.array(z.string().min(1)).min(1),
    })
    .optional(),
  /** Programs with their arguments, no shell; each gets the notice as JSON on standard input. */
  commands: z.array(command).optional(),
});

const decision = z.enum(['automatic', 'ask', 'never']);

/** What is looked at before, during and after a deploy. */
export const watch = z.strictObject({
  /** How long speed and errors are looked at after the deploy. Default 60s. */
  for: duration.optional(),
  /** How long they are looked at before it. Default: as long as after it. */
  baseline: duration.optional(),
  /** By how much what is slower counts. Default 0.2. */
  slower: share.optional(),
  /** How much of what is asked may fail. Default 0.05. */
  errors: share.optional(),
  /** Queries that are timed, in a transaction that is rolled back. A control is one that no deploy changes. */
  queries: z
    .array(
      z.strictObject({ name: z.string().min(1), sql: z.string().min(1), control: z.boolean().optional() }),
    )
    .optional(),
  /** Requests to the application that are timed. A control is one that asks the database for nothing, as whether the process runs. */
  requests: z.array(request.extend({ control: z.boolean().optional() })).optional(),
  /** Whether pg_stat_statements is read where it is loaded. Default true. */
  statements: z.boolean().optional(),
  /** The application's own figures, in the form of Prometheus. */
  metrics: z
    .strictObject({
      /** Where they are. */
      url: z.url({ protocol: /^https?$/ }),
      headers: headers.optional(),
      /** The histogram or summary of its requests, in seconds. Default `http_request_duration_seconds`. */
      duration: z.string().min(1).optional(),
      /** The label that holds the status of an answer. Default `status`. */
      label: z.string().min(1).optional(),
      /** A label by which requests are told apart, such as `route`; without it all are one figure. */
      by: z.string().min(1).optional(),
    })
    .optional(),
  /** What must work after a deploy: requests, and commands that must end with 0. */
  smoke: z
    .strictObject({
      requests: z.array(request).optional(),
      commands: z.array(command).optional(),
    })
    .optional(),
  /** A command that prints how many bytes are free where the database lies. A server on this machine is asked itself. */
  freeSpace: command.optional(),
  /** Commands around a deploy. */
  maintenance: z
    .strictObject({
      /** Runs before the deploy. */
      begin: command,
      /** Runs after it, whatever became of it. */
      end: command,
    })
    .optional(),
  /** Whether a deploy is taken back: for every cause, or for each. Default `ask`. */
  rollback: z
    .union([
      decision,
      z.strictObject({
        /** A migration failed, and those before it stand. */
        step: decision.optional(),
        /** Drift, an index or a constraint that is not valid, a check, a smoke test. */
        check: decision.optional(),
        /** A health check is red that was not before. */
        health: decision.optional(),
        slower: decision.optional(),
        errors: decision.optional(),
      }),
    ])
    .optional(),
  /**
   * Which schema the application wants: `unchanged` where the one of before the deploy runs until the watch is over, or
   * where it says the last migration that it was built with.
   */
  application: z
    .union([
      z.literal('unchanged'),
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }),
        headers: headers.optional(),
        /** Keys of its JSON that lead to the name of the migration, as in `schema.migration`. */
        field: z.string().min(1),
      }),
    ])
    .optional(),
  /** Where the same files must have been deployed before. */
  after: z
    .strictObject({
      /** What it is called, such as `staging`. */
      name: z.string().min(1),
      /** Its database, of which the history is read. */
      url: z.string().min(1).optional(),
      /** Or the report that its deploy wrote (`--report FILE.json`). */
      report: z.string().min(1).optional(),
    })
    .refine(({ url, report }) => (url === undefined) !== (report === undefined), 'wants url or report')
    .optional(),
});

export type HttpRequest = z.output<typeof request>;
export type HealthSettings = z.output<typeof health>;
export type HealthLimits = z.output<typeof limits>;
export type NotifySettings = z.output<typeof notify>;
export type WatchSettings = z.output<typeof watch>;
export type RollbackDecision = z.output<typeof decision>;
