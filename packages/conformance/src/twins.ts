export { testTwins } from './test-twins.ts';
export { twins } from './twins/all.ts';
export type { Twin } from './twins/twin.ts';
