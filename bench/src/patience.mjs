/**
 * A step that does not end fails with what both servers were doing at that moment: a benchmark that hangs without a word
 * teaches nothing.
 */
export async function withPatience(setting, title, work) {
  let timer;
  const over = new Promise((_, reject) => {
    timer = setTimeout(() => void tell(setting, title).then((message) => reject(new Error(message))), setting.patience * 1000);
  });
  try {
    return await Promise.race([work(), over]);
  } finally {
    clearTimeout(timer);
  }
}

async function tell({ client, admin, patience }, title) {
  const [source, platform] = await Promise.all([activity(client), activity(admin)]);
  return `"${title}" had not ended after ${patience} s.\nSource:\n${source}\nPlatform's server:\n${platform}`;
}

async function activity(client) {
  try {
    const { rows } = await client.query(
      `select backend_type, application_name, state, wait_event_type, wait_event, round(extract(epoch from clock_timestamp() - xact_start)) as transaction_seconds,
         left(query, 120) as query from pg_stat_activity where backend_type in ('client backend', 'walsender', 'autovacuum worker') and pid <> pg_backend_pid()`,
    );
    return rows.map((row) => `  ${JSON.stringify(row)}`).join('\n');
  } catch (error) {
    return `  not told: ${error.message}`;
  }
}
