import { startPostgres } from '@lienthong/embedded-postgres';
const s = await startPostgres({ settings: { timezone: 'Asia/Ho_Chi_Minh' } });
console.log(s.connectionString);
setInterval(() => {}, 1000);
