const patienceMs = 60_000;

/**
 * Nothing of what went before is left to do when a measured part begins: dirty pages of both servers are on the disk, no
 * autovacuum runs. What a part itself causes, checkpoints included, falls into its own time.
 */
export async function settle(setting) {
  await Promise.all([setting.client, setting.admin].map((client) => client.query('checkpoint')));
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    const counts = await Promise.all([setting.client, setting.admin].map((client) => client.query(working)));
    if (counts.every(({ rows }) => rows[0].count === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const working = `select count(*)::int as count from pg_stat_activity where backend_type = 'autovacuum worker'`;
