import { defineSeeds, ref, seedSet } from 'agora-db/seed';

const northwind = '11111111-1111-1111-1111-111111111111';
const harbour = '22222222-2222-2222-2222-222222222222';
const datacentre = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa';
const warehouse = 'bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb';
const masterFlow = '33333333-3333-3333-3333-333333333333';
const discoveryFlow = '44444444-4444-4444-4444-444444444444';

const day = 24 * 60 * 60 * 1000;

/** What each client runs: thirty servers and twenty applications together. */
const estates = [
  { clientId: northwind, engagementId: datacentre, network: '10.1.0', servers: 20, applications: 14 },
  { clientId: harbour, engagementId: warehouse, network: '10.2.0', servers: 10, applications: 6 },
] as const;

const applications = [
  'Policies',
  'Claims',
  'Billing',
  'Payroll',
  'Portal',
  'Archive',
  'Reporting',
  'Letters',
  'Identity',
  'Telephony',
  'Contracts',
  'Fraud',
  'Partners',
  'Search',
] as const;

export default defineSeeds({
  referenceDate: '2026-12-01',
  sets: {
    clients: seedSet({
      model: 'ClientAccount',
      key: ['id'],
      rows: [
        { id: northwind, name: 'Northwind Insurance', slug: 'northwind' },
        { id: harbour, name: 'Harbour Logistics', slug: 'harbour' },
      ],
    }),
    users: seedSet({
      model: 'User',
      key: ['clientId', 'email'],
      rows: ({ uuid }) =>
        [
          [northwind, 'ada@northwind.example', 'Ada Lindqvist'],
          [northwind, 'ben@northwind.example', 'Ben Okafor'],
          [harbour, 'chi@harbour.example', 'Chi Tanaka'],
          [harbour, 'dov@harbour.example', 'Dov Peretz'],
        ].map(([clientId, email, name]) => ({ clientId, id: uuid(`user ${email}`), email, name })),
    }),
    engagements: seedSet({
      model: 'Engagement',
      key: ['clientId', 'id'],
      needs: ['clients'],
      rows: [
        {
          clientId: northwind,
          id: datacentre,
          name: 'Out of the data centre',
          status: 'active',
          startsOn: new Date('2026-09-01'),
        },
        {
          clientId: harbour,
          id: warehouse,
          name: 'Warehouses into the cloud',
          startsOn: new Date('2027-02-01'),
        },
      ],
    }),
    masterFlows: seedSet({
      model: 'MasterFlow',
      key: ['clientId', 'id'],
      rows: ({ uuid }) => [
        {
          clientId: northwind,
          id: masterFlow,
          engagementId: datacentre,
          status: 'running',
          phases: [
            { name: 'discovery', status: 'running', startedAt: '2026-09-01T08:00:00Z' },
            { name: 'assessment', status: 'not_started' },
            { name: 'waves', status: 'not_started' },
            { name: 'moving', status: 'not_started' },
          ],
        },
        { clientId: harbour, id: uuid('master flow of harbour'), engagementId: warehouse },
      ],
    }),
    discoveryFlows: seedSet({
      model: 'DiscoveryFlow',
      key: ['clientId', 'id'],
      needs: ['masterFlows'],
      rows: [
        { clientId: northwind, id: discoveryFlow, masterFlowId: masterFlow, status: 'running', progress: 60 },
      ],
    }),
    imports: seedSet({
      model: 'DataImport',
      key: ['clientId', 'id'],
      needs: ['discoveryFlows'],
      rows: ({ uuid, referenceDate }) =>
        [
          { file: 'servers.csv', rows: 20 },
          { file: 'applications.csv', rows: 14 },
        ].map(({ file, rows }, index) => ({
          clientId: northwind,
          id: uuid(`import ${file}`),
          discoveryFlowId: discoveryFlow,
          fileName: file,
          rows,
          importedAt: new Date(referenceDate.getTime() - (30 - index) * day),
        })),
    }),
    mappings: seedSet({
      model: 'FieldMapping',
      key: ['clientId', 'dataImportId', 'sourceField'],
      needs: ['imports', 'users'],
      rows: ({ uuid, referenceDate }) => {
        const approval = {
          status: 'approved',
          approvedById: uuid('user ada@northwind.example'),
          approvedAt: new Date(referenceDate.getTime() - 20 * day),
        };
        return [
          {
            file: 'servers.csv',
            sourceField: 'hostname',
            targetField: 'hostname',
            matchType: 'exact',
            confidence: '1',
            ...approval,
          },
          {
            file: 'servers.csv',
            sourceField: 'cores',
            targetField: 'cpuCores',
            matchType: 'similar',
            confidence: '0.930',
            ...approval,
          },
          {
            file: 'servers.csv',
            sourceField: 'ram_mb',
            targetField: 'memoryGb',
            matchType: 'similar',
            confidence: '0.810',
            transformation: [{ op: 'divide', by: 1024 }, { op: 'round' }],
            ...approval,
          },
          {
            file: 'servers.csv',
            sourceField: 'os',
            targetField: 'operatingSystem',
            matchType: 'similar',
            confidence: '0.740',
          },
          {
            file: 'applications.csv',
            sourceField: 'owner',
            targetField: 'businessOwner',
            matchType: 'manual',
            confidence: '0.500',
            transformation: [{ op: 'trim' }],
          },
          {
            file: 'applications.csv',
            sourceField: 'cost_centre',
            targetField: 'criticality',
            matchType: 'similar',
            confidence: '0.210',
            status: 'rejected',
          },
        ].map(({ file, ...mapping }) => ({
          clientId: northwind,
          id: uuid(`mapping ${file} ${mapping.sourceField}`),
          dataImportId: uuid(`import ${file}`),
          ...mapping,
        }));
      },
    }),
    servers: seedSet({
      model: 'Asset',
      key: ['clientId', 'id'],
      needs: ['engagements', 'imports'],
      rows: ({ random, uuid }) =>
        estates.flatMap(({ clientId, engagementId, network, servers }) =>
          Array.from({ length: servers }, (_, index) => {
            const name = `srv-${String(index + 1).padStart(2, '0')}`;
            const draw = random(`server of ${clientId}`, index);
            return {
              clientId,
              id: uuid(`${clientId} ${name}`),
              engagementId,
              dataImportId: clientId === northwind ? uuid('import servers.csv') : null,
              kind: 'server',
              name,
              environment: draw.pick(['production', 'production', 'test']),
              hostname: `${name}.internal.example`,
              ipAddress: `${network}.${index + 10}`,
              operatingSystem: draw.pick(['Debian 12', 'RHEL 9', 'Windows Server 2022']),
              cpuCores: draw.pick([2, 4, 8, 16]),
              memoryGb: draw.pick([8, 16, 32, 64]),
              migrationStatus: draw.pick(['not_planned', 'planned']),
            };
          }),
        ),
    }),
    applications: seedSet({
      model: 'Asset',
      key: ['clientId', 'id'],
      needs: ['engagements', 'imports'],
      rows: ({ random, uuid }) =>
        estates.flatMap(({ clientId, engagementId, applications: count }) =>
          applications.slice(0, count).map((name, index) => {
            const draw = random(`application of ${clientId}`, index);
            return {
              clientId,
              id: uuid(`${clientId} ${name}`),
              engagementId,
              dataImportId: clientId === northwind ? uuid('import applications.csv') : null,
              kind: 'application',
              name,
              environment: 'production',
              businessOwner: draw.pick(['Finance', 'Operations', 'Sales', 'People']),
              criticality: draw.pick(['low', 'medium', 'high']),
              migrationStatus: name === 'Archive' ? 'retired' : 'not_planned',
            };
          }),
        ),
    }),
  },
  profiles: {
    demo: {
      summary: 'Two clients, and fifty assets between them',
      sets: ['users', 'mappings', 'servers', 'applications'],
      environments: ['development', 'staging'],
    },
  },
  checks: {
    'fifty-assets': {
      summary: 'There are thirty servers and twenty applications.',
      sql: `
        SELECT w.kind AS row, format('%s instead of %s', count(a.id), w.wanted) AS detail
        FROM (VALUES ('server', 30), ('application', 20)) AS w (kind, wanted)
        LEFT JOIN planning.assets a ON a.kind::text = w.kind
        GROUP BY w.kind, w.wanted HAVING count(a.id) <> w.wanted`,
    },
    'phases-in-order': {
      summary: 'A phase begins when the one before it is done.',
      sql: `
        SELECT f.id AS row, format('%s is %s after %s', p.name, p.status, p.before) AS detail
        FROM planning.master_flows f
        CROSS JOIN LATERAL (
          SELECT value ->> 'name' AS name, value ->> 'status' AS status, lag(value ->> 'status') OVER (ORDER BY ordinality) AS before
          FROM jsonb_array_elements(f.phases) WITH ORDINALITY
        ) p
        WHERE p.status <> 'not_started' AND p.before <> 'done'`,
    },
    'progress-fits-status': {
      summary: 'A discovery flow is done at 100 per cent, and not before.',
      sql: `SELECT id AS row, format('%s at %s %%', status, progress) AS detail FROM planning.discovery_flows WHERE (status = 'done') <> (progress = 100)`,
    },
    'exact-is-certain': {
      summary: 'An exact match has confidence 1, and no other has.',
      sql: `SELECT id AS row, format('%s with %s', match_type, confidence) AS detail FROM planning.field_mappings WHERE (match_type = 'exact') <> (confidence = 1)`,
    },
    'imports-are-whole': {
      summary: 'Each row of a file has become an asset of its engagement.',
      sql: `
        SELECT i.file_name AS row, format('%s rows, %s assets', i.rows, count(a.id)) AS detail
        FROM planning.data_imports i
        JOIN planning.discovery_flows d ON (d.client_id, d.id) = (i.client_id, i.discovery_flow_id)
        JOIN planning.master_flows m ON (m.client_id, m.id) = (d.client_id, d.master_flow_id)
        LEFT JOIN planning.assets a
          ON (a.client_id, a.data_import_id, a.engagement_id) = (i.client_id, i.id, m.engagement_id)
        GROUP BY i.client_id, i.id HAVING count(a.id) <> i.rows`,
    },
    'every-table-is-guarded': {
      summary: 'Row-level security is forced on every table, with a policy for clients.',
      sql: `
        SELECT c.relname AS row, 'not guarded' AS detail FROM pg_class c
        WHERE c.relnamespace = 'planning'::regnamespace AND c.relkind = 'r'
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity
            AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'client'))`,
    },
  },
});
