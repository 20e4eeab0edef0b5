import { postgres } from './index.ts';

postgres({ host: 'db', database: 'ho_tich', user: 'lienthong', password: 'x' });

// @ts-expect-error -- a mistyped option is found while writing
postgres({ hots: 'db' });

// @ts-expect-error -- TLS has modes, not a switch
postgres({ host: 'db', ssl: true });
