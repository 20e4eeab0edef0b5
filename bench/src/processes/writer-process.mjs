/**
 * Writes small transactions at a fixed rate by the clock: an open loop, which waits for nobody. Each change goes to a citizen
 * of its own, and each commit tells when it was answered.
 */
import pg from 'pg';

const tickMs = 2;
// Primes: they walk over all citizens before they come to one a second time.
const primes = [7919, 7907];

process.once('message', (order) => {
  write(order).then(
    (story) => process.send({ kind: 'written', ...story }),
    (error) => process.send({ kind: 'failed', message: `the writer stopped: ${error.message}` }),
  );
});
process.once('disconnect', () => process.exit());

async function write({ connectionString, rate, perTransaction, seconds, rows, connections }) {
  const transactions = Math.floor((rate * seconds) / perTransaction);
  const step = primes.find((prime) => rows % prime !== 0);
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(connectionString)));
  const commits = [];
  const late = [];
  const started = microseconds();
  for (let sent = 0; sent < transactions; ) {
    const due = Math.min(transactions, Math.floor((((microseconds() - started) / 1e6) * rate) / perTransaction));
    for (; sent < due; sent++) {
      const ids = Array.from({ length: perTransaction }, (_, index) => 1 + (((sent * perTransaction + index) * step) % rows));
      const planned = started + ((sent * perTransaction) / rate) * 1e6;
      lines[sent % connections].commit(ids, (now) => {
        commits.push({ ids, at: now });
        late.push(now - planned);
      });
    }
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
  for (const line of lines) await line.close();
  late.sort((left, right) => left - right);
  return {
    ...{ commits, started, changes: transactions * perTransaction, seconds: (microseconds() - started) / 1e6 },
    lateMs: late[Math.floor(late.length * 0.99)] / 1000,
  };
}

/** A connection with its queue: a transaction that must wait for the one before stays planned for its own moment. */
async function openLine(connectionString) {
  const client = new pg.Client({ connectionString, application_name: 'bench writer' });
  await client.connect();
  let tail = Promise.resolve();
  return {
    commit(ids, answered) {
      tail = tail.then(() => client.query({ name: 'change', text: statement, values: [ids] })).then(() => answered(microseconds()));
      tail.catch(() => {}); // met when the line is closed
    },
    async close() {
      await tail;
      await client.end();
    },
  };
}

const statement = `update citizen set address = 'Số ' || id || ' ngõ Huế', updated_at = clock_timestamp() where id = any($1::bigint[])`;

// Monotonic and the same for all processes of a machine: the connector's receipts are on this clock too.
function microseconds() {
  return Number(process.hrtime.bigint() / 1000n);
}
