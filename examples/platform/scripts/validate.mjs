// Asks as the application does, in the scope of one client: what is seen, and what is refused. Exits 1 on a fault.
import { Rls, setLocal } from 'agora-rls';

const clients = {
  northwind: { id: '11111111-1111-1111-1111-111111111111', servers: 20, applications: 14 },
  harbour: { id: '22222222-2222-2222-2222-222222222222', servers: 10, applications: 6 },
};
const rls = new Rls({
  connectionString: process.env['DATABASE_URL'],
  max: 2,
  options: '-c role=planning_app',
  scope: (id) => [setLocal('planning.client_id', id)],
});
const faults = [];
const expect = (what, found, wanted) => {
  const good = JSON.stringify(found) === JSON.stringify(wanted);
  process.stdout.write(`${good ? 'good' : 'BAD '}  ${what}: ${JSON.stringify(found)}\n`);
  if (!good) faults.push(what);
};
const count = `SELECT count(*) FILTER (WHERE kind = 'server')::int AS servers,
  count(*) FILTER (WHERE kind = 'application')::int AS applications FROM planning.assets`;

try {
  for (const [name, { id, ...wanted }] of Object.entries(clients)) {
    const [own, accounts] = await rls.run(
      id,
      { text: count },
      { text: 'SELECT slug FROM planning.client_accounts' },
    );
    expect(`assets that ${name} sees`, own.rows[0], wanted);
    expect(`accounts that ${name} sees`, accounts.rows, [{ slug: name }]);
  }
  const [none] = await rls.run(undefined, { text: count });
  expect('assets without a client', none.rows[0], { servers: 0, applications: 0 });
  const [moved] = await rls.run(clients.northwind.id, {
    text: `UPDATE planning.assets SET environment = 'test' WHERE client_id = $1`,
    values: [clients.harbour.id],
  });
  expect('rows of harbour that northwind changes', moved.rowCount, 0);
  const refused = await rls
    .run(clients.northwind.id, {
      text: `INSERT INTO planning.users (client_id, id, email, name)
        VALUES ($1, gen_random_uuid(), 'x@harbour.example', 'X')`,
      values: [clients.harbour.id],
    })
    .then(
      () => 'written',
      ({ code }) => code,
    );
  // 42501: insufficient_privilege, "new row violates row-level security policy".
  expect('northwind writes a row of harbour', refused, '42501');
} finally {
  await rls.end();
}
process.exitCode = faults.length === 0 ? 0 : 1;
