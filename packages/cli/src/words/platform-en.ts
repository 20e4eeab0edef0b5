/** What `lienthong platform` and its commands say; English is the reference. */
export const platformWords = {
  directory: 'Folder of the platform: keys, embedded PostgreSQL',
  host: 'Address to listen on',
  port: 'Port; 0 takes a free one',
  database: 'connection string of a PostgreSQL of your own (also DATABASE_URL); left out: an embedded one',
  agency: 'Register an agency at the start: <agency>=<public key file>; may be repeated',
  consumer: 'Register an agency that reads, and write its token into a new file: <agency>=<file>; may be repeated',
  listening: (url: string) => `platform listens on ${url}`,
  receiptKey: (keyId: string, file: string) => `receipts are signed with ${keyId}: ${file}`,
  stopped: 'platform stopped',
  register: {
    dataset: 'Only this dataset',
    agency: 'Only consumers of this agency',
    purpose: 'Only this purpose, as it was stated',
    from: 'From this day (UTC) or moment on: 2026-03-01, 2026-03-01T08:00:00+07:00',
    to: 'Before this day or moment',
    csv: 'As CSV',
    column: {
      dataset: 'dataset',
      agency: 'agency',
      consumer: 'consumer',
      purpose: 'purpose',
      requests: 'requests',
      records: 'records',
      first: 'first',
      last: 'last',
      data: 'data',
    },
    noStorage: (folder: string) => `${folder} holds no platform`,
    summary: (entries: number, records: number) =>
      `${entries} ${entries === 1 ? 'entry' : 'entries'}, ${records} ${records === 1 ? 'record' : 'records'} handed out`,
  },
} as const;
