// A bare reader of the binary log: the library that connectors in Node.js read it with, each row decoded and thrown away.
// LIENTHONG_BENCH_READER is `{ login, file, changes }`; it ends with 0 behind so many changed rows, and with 1 when more come at once.
import ZongJi from '@vlasky/zongji';

const { login, file, changes } = JSON.parse(process.env.LIENTHONG_BENCH_READER);
const reader = new ZongJi(login);
let count = 0;
reader.on('binlog', (event) => {
  if (event.rows === undefined) return;
  count += event.rows.length;
  if (count >= changes) process.exit(count === changes ? 0 : 1);
});
reader.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
reader.start({
  ...{ serverId: 4_294_000_001, filename: file, position: 4 },
  includeEvents: ['rotate', 'tablemap', 'writerows', 'updaterows', 'deleterows'],
});
