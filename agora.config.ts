// How migrations are handled: packages/migrations/README.md explains every setting. What is not said here keeps
// its default, among them the table of environments.

// What `agora health` asks of the running forum, where HEALTH_URL says where it is: see .env.example.
const { env } = process;
const api = env['HEALTH_URL']?.replace(/\/+$/, '');
const community = `${api}/c/${encodeURIComponent(env['HEALTH_COMMUNITY'] ?? 'main')}`;
const [email, password] = [env['HEALTH_EMAIL'], env['HEALTH_PASSWORD']];
const served = [
  { name: 'the API', url: `${api}/health/ready` },
  { name: 'a list of posts', url: `${community}/posts?limit=1`, contains: '"items"' },
];
const logIn = {
  name: 'a log-in',
  url: `${community}/auth/login`,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email, password }),
  contains: '"accessToken"',
};
const health = { requests: api ? [...served, ...(email && password ? [logIn] : [])] : [] };

export default {
  environments: { development: { health }, staging: { health }, production: { health } },
  lint: {
    // The history up to here was made on empty tables, before there was anybody to lock out.
    since: '20261121042000_achievements_touch_what_changed',
  },
};
