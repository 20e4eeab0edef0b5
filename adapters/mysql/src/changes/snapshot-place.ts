import type { Session } from '../client.ts';
import { inSnapshot } from '../consistent-snapshot.ts';

/** MariaDB tells where in its log a consistent snapshot stands: what is before it can be seen, what is behind it cannot. */
export function snapshotPlace<T>(
  session: Session,
  signal: AbortSignal,
  within: (place: { readonly file: string; readonly offset: number }) => Promise<T>,
): Promise<T> {
  return inSnapshot(session, signal, async () => {
    const rows = await session.query("show status where variable_name in ('binlog_snapshot_file', 'binlog_snapshot_position')", signal);
    const found = new Map(rows.map(([name, value]) => [(name ?? '').toLowerCase(), value ?? '']));
    return await within({ file: found.get('binlog_snapshot_file') ?? '', offset: Number(found.get('binlog_snapshot_position')) });
  });
}
