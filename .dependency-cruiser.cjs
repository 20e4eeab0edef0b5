// Who may import whom: ARCHITECTURE.md, "Layers". Tests may import more: they put the parts together.
const test = '(\\.test(-d)?\\.ts$|/test/)';
const drivers = 'node_modules/(pg|pg-copy-streams|pg-cursor|mysql2|tedious|oracledb|mongodb)/';

/** A package whose sources may import these of our packages and no other. */
function onlyKnows(name, path, allowed) {
  return {
    name,
    severity: 'error',
    from: { path: `^${path}/src/`, pathNot: test },
    to: { path: '^(packages|adapters|examples|bench)/', pathNot: [path, ...allowed].map((own) => `^${own}/`) },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Types may refer to each other: they are gone before anything runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-stands-alone',
      comment: 'No I/O, no driver, no server: what is in core runs anywhere and is tested without anything.',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: test },
      to: { pathNot: ['^packages/core/src/', '^(node:)?(crypto|buffer)$', 'node_modules/(yaml|jose|structured-headers|saxes)/'] },
    },
    {
      name: 'map-check-seal-do-not-meet',
      severity: 'error',
      from: { path: '^packages/core/src/(map|check|seal)/', pathNot: test },
      to: { path: '^packages/core/src/(map|check|seal)/', pathNot: '^packages/core/src/$1/' },
    },
    {
      name: 'adapters-know-core-and-their-kit',
      severity: 'error',
      from: { path: '^adapters/[^/]+/src/', pathNot: test },
      to: { path: '^packages/', pathNot: '^packages/(core|adapter-kit)/' },
    },
    onlyKnows('adapter-kit-knows-only-core', 'packages/adapter-kit', ['packages/core']),
    {
      name: 'the-kit-is-for-adapters',
      comment: 'It serves the sources end alone: what the other rooms need too belongs to the core.',
      severity: 'error',
      from: { path: '^(packages|examples|bench)/', pathNot: '^packages/adapter-kit/' },
      to: { path: '^packages/adapter-kit/' },
    },
    {
      name: 'adapters-do-not-meet',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/', pathNot: '^adapters/$1/' },
    },
    {
      name: 'adapters-do-not-know-the-runtime',
      comment: 'Not even in tests: an adapter is tested against its own database.',
      severity: 'error',
      from: { path: '^adapters/' },
      to: { path: '^packages/(connector|platform|cli)/' },
    },
    {
      name: 'one-door-to-the-driver',
      severity: 'error',
      from: { path: '^adapters/[^/]+/src/', pathNot: [test, '^adapters/[^/]+/src/client\\.ts$'] },
      to: { path: drivers },
    },
    onlyKnows('embedded-postgres-knows-nobody', 'packages/embedded-postgres', []),
    onlyKnows('embedded-mysql-knows-nobody', 'packages/embedded-mysql', []),
    onlyKnows('dictionary-knows-only-core', 'packages/dictionary', ['packages/core']),
    onlyKnows('conformance-knows-only-core', 'packages/conformance', ['packages/core']),
    {
      name: 'nothing-published-stands-on-the-kit',
      comment: 'It is for tests: what it proves must run without it.',
      severity: 'error',
      from: { path: '^(packages|adapters|examples)/[^/]+/src/', pathNot: [test, '^packages/conformance/'] },
      to: { path: '^packages/conformance/' },
    },
    onlyKnows('connector-knows-core-and-dictionary', 'packages/connector', ['packages/core', 'packages/dictionary']),
    onlyKnows('platform-knows-core-dictionary-and-its-server', 'packages/platform', [
      'packages/core',
      'packages/dictionary',
      'packages/embedded-postgres',
    ]),
    {
      name: 'platform-never-meets-connector',
      severity: 'error',
      from: { path: '^packages/platform/' },
      to: { path: '^packages/connector/' },
    },
    {
      name: 'nobody-knows-chaos',
      comment: 'It puts everything together, to break it: nothing stands on it.',
      severity: 'error',
      from: { pathNot: '^packages/chaos/' },
      to: { path: '^packages/chaos/' },
    },
    onlyKnows('datasets-know-core-dictionary-and-testbed', 'packages/datasets', [
      'packages/core',
      'packages/dictionary',
      'packages/testbed',
      'packages/embedded-postgres',
    ]),
    {
      name: 'no-package-stands-on-made-up-data',
      comment: 'Tests, demo and examples may use the datasets; what is published may not need them.',
      severity: 'error',
      from: { path: '^(packages|adapters)/[^/]+/src/', pathNot: [test, '^packages/datasets/'] },
      to: { path: '^packages/datasets/' },
    },
    {
      name: 'no-package-stands-on-the-testbed',
      comment:
        'It is private. Three rooms of the demo take the servers for MongoDB, SQL Server and Oracle from it, which the build puts into the command.',
      severity: 'error',
      from: {
        path: '^(packages|adapters)/[^/]+/src/',
        pathNot: [test, '^packages/(testbed|datasets|chaos)/', '^packages/cli/src/demo/legacy/(mongodb|sqlserver|oracle)\\.ts$'],
      },
      to: { path: '^packages/testbed/' },
    },
    {
      name: 'packages-have-one-door',
      comment: 'Another package is reached by its name, never by a path into its rooms.',
      severity: 'error',
      from: { path: '^(packages|adapters)/([^/]+)/' },
      to: {
        path: '^(packages|adapters)/[^/]+/(src|test)/',
        pathNot: [
          '^$1/$2/',
          '^(packages|adapters)/[^/]+/src/index\\.ts$',
          '^packages/testbed/src/(mongodb|sqlserver|oracle)/index\\.ts$',
          '^packages/(core|connector)/src/national/index\\.ts$',
          '^packages/conformance/src/(reading|twins)\\.ts$',
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['lienthong-source', 'types', 'import', 'node', 'default'] },
  },
};
