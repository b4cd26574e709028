// What the API's start is measured against: Fastify, a pool, one route with one query, and nothing else.
import Fastify from 'fastify';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env['DATABASE_URL'] });
const app = Fastify();
app.get('/health/ready', async () => (await pool.query('SELECT 1 AS one')).rows[0]);
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
process.once('SIGTERM', () => void app.close().then(() => pool.end()));
