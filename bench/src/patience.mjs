/**
 * A step that does not end fails with what both servers were doing at that moment, and the connector if there is one: a
 * benchmark that hangs without a word teaches nothing.
 */
export async function withPatience(setting, title, work, connector) {
  let timer;
  const over = new Promise((_, reject) => {
    timer = setTimeout(() => void tell(setting, title, connector).then((message) => reject(new Error(message))), setting.patience * 1000);
  });
  try {
    return await Promise.race([work(), over]);
  } finally {
    clearTimeout(timer);
  }
}

async function tell({ client, admin, patience }, title, connector) {
  const [source, platform, story] = await Promise.all([activity(client), activity(admin), storyOf(connector)]);
  return `"${title}" had not ended after ${patience} s.\nSource:\n${source}\nPlatform's server:\n${platform}\nConnector: ${story}`;
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

async function storyOf(connector) {
  if (connector === undefined) return 'none is watched';
  const silent = new Promise((resolve) => {
    setTimeout(resolve, 2_000, 'says nothing').unref();
  });
  return Promise.race([connector.story().then((story) => JSON.stringify(story)), silent]).catch((error) => error.message);
}
