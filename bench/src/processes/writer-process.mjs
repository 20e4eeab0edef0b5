/**
 * Writes single-row transactions at a fixed rate by the clock: an open loop, which does not wait for anybody. Each change goes
 * to a citizen of its own, and tells when its commit was answered.
 */
import pg from 'pg';

const tickMs = 2;
// A prime: it walks over all citizens before it comes to one a second time.
const primes = [7919, 7907];

process.once('message', async ({ connectionString, rate, seconds, rows, connections }) => {
  try {
    process.send({ kind: 'written', ...(await write({ connectionString, rate, seconds, rows, connections })) });
  } catch (error) {
    process.send({ kind: 'failed', message: `the writer stopped: ${error.message}` });
  }
});
process.once('disconnect', () => process.exit());

async function write({ connectionString, rate, seconds, rows, connections }) {
  const total = rate * seconds;
  const step = primes.find((prime) => rows % prime !== 0) ?? 1;
  if (total > rows) throw new Error(`${total} changes need as many citizens, there are ${rows}`);
  const clients = await Promise.all(Array.from({ length: connections }, () => connect(connectionString)));
  const commits = [];
  const late = [];
  const pending = [];
  const microseconds = () => Number(process.hrtime.bigint() / 1000n);
  const started = microseconds();
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((microseconds() - started) / 1e6) * rate));
    for (; sent < due; sent++) {
      const id = 1 + ((sent * step) % rows);
      const planned = started + (sent / rate) * 1e6;
      // A client sends one statement after the other: what is late waits here, and is counted as late.
      const answered = clients[sent % connections].query({ name: 'change', text: statement, values: [id] }).then(() => {
        const now = microseconds();
        commits.push([id, now]);
        late.push(now - planned);
      });
      pending.push(answered);
    }
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
  await Promise.all(pending);
  const took = (microseconds() - started) / 1e6;
  await Promise.all(clients.map((client) => client.end()));
  late.sort((left, right) => left - right);
  return { commits, started, seconds: took, lateMs: late[Math.floor(late.length * 0.99)] / 1000 };
}

const statement = `update citizen set address = 'Số ' || $1::bigint || ' ngõ Huế', updated_at = clock_timestamp() where id = $1`;

async function connect(connectionString) {
  const client = new pg.Client({ connectionString, application_name: 'bench writer' });
  await client.connect();
  return client;
}
