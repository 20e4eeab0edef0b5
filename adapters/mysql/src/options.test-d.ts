import { mysql } from './index.ts';

mysql({ host: 'db', database: 'ho_tich', user: 'lienthong', password: 'x', zeroDates: { 'ho_tich.ho_so.ngay': 'null' } });

// @ts-expect-error -- a mistyped option is found while writing
mysql({ hots: 'db' });

// @ts-expect-error -- a policy that is none
mysql({ host: 'db', zeroDates: { 'ho_tich.ho_so.ngay': 'now' } });
