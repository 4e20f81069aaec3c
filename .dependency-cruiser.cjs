/** The import law of DESIGN §4: downwards only, no cycles, one door per dependency. */
const room = (name) => `^agent/src/${name}/`;
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^agent/src/', pathNot: [from, ...to] },
});
const door = (dependency, allowed) => ({
  name: `one-door-${dependency.replace(/\W+/g, '-')}`,
  comment: `${dependency} is used through one door only`,
  severity: 'error',
  from: { path: '^(agent|admin-ui)/src/', pathNot: allowed },
  to: { path: `node_modules/${dependency}/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('errors-alone', room('errors'), [], 'errors imports nothing of ours'),
    only('domain-alone', room('domain'), [room('errors')], 'domain knows only the code table beside itself'),
    only('protocol', room('protocol'), [room('domain')]),
    only('connector', room('connector'), [room('domain'), room('errors')]),
    only('connectors', room('connectors'), [room('connector'), room('domain'), room('errors')]),
    only('ledgers', room('ledgers'), [room('domain'), room('errors')]),
    only('pipeline', room('pipeline'), [room('connector'), room('ledgers'), room('domain'), room('errors')]),
    only('database', room('database'), [room('domain'), room('errors')]),
    only(
      'runtime',
      room('runtime'),
      ['connectors/index.ts', 'connector', 'pipeline', 'ledgers', 'database', 'protocol', 'domain', 'errors'].map(
        (name) => `^agent/src/${name}`,
      ),
    ),
    only('insight', room('insight'), ['runtime', 'connector', 'pipeline', 'ledgers', 'database', 'protocol', 'domain', 'errors'].map(room)),
    only(
      'api',
      room('api'),
      ['insight', 'runtime', 'connector', 'pipeline', 'ledgers', 'database', 'protocol', 'domain', 'errors'].map(room),
    ),
    {
      name: 'connectors-are-strangers',
      comment: 'a connector never imports a sibling',
      severity: 'error',
      from: { path: '^agent/src/connectors/([^/]+)/' },
      to: { path: '^agent/src/connectors/([^/]+)/', pathNot: '^agent/src/connectors/$1/' },
    },
    {
      name: 'screens-know-only-the-protocol',
      severity: 'error',
      from: { path: '^admin-ui/' },
      to: { path: '^agent/', pathNot: '^agent/src/protocol/' },
    },
    {
      name: 'screens-take-types-only',
      severity: 'error',
      from: { path: '^admin-ui/src/' },
      to: { path: '^agent/', dependencyTypesNot: ['type-only'] },
    },
    door('better-sqlite3', '^agent/src/database/'),
    door('kysely', '^agent/src/database/'),
    door('node-cron', '^agent/src/runtime/schedule.ts'),
    door('@woocommerce/woocommerce-rest-api', '^agent/src/connectors/woocommerce/'),
    door('undici', '^agent/src/connector/'),
    door('fastify', '^agent/src/api/'),
    door('pino', '^agent/src/runtime/log.ts'),
    door('@wordpress/api-fetch', '^admin-ui/src/data/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
