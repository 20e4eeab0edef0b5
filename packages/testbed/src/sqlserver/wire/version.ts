/** Major, minor, build, revision. */
export type ServerVersion = readonly [number, number, number, number];

/** Reads '16.0.4175.1'; Azure SQL calls itself '12.0.2000.8'. Throws on anything older than SQL Server 2012, which is 11. */
export function parseVersion(text: string): ServerVersion {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const [major = 0, minor = 0, build = 0, revision = 0] = (match ?? []).slice(1).map(Number);
  if (major < 11) throw new Error(`The version ${text} is none of SQL Server 2012 or later: give it like 16.0.4175.1.`);
  return [major, minor, build, revision];
}
