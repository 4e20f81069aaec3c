import { Command, CommanderError } from 'commander';
import { ConfigurationError, CrossdockError } from '../errors/errors.ts';
import { VERSION } from '../runtime/version.ts';
import { decide, hold, release, requestReturn } from './act.ts';
import { check } from './check.ts';
import { compare } from './compare.ts';
import type { ExitCode, Io, Outcome } from './outcome.ts';
import { pair } from './pair.ts';
import { readSecretFrom } from './read-secret.ts';
import { replan } from './replan.ts';
import { retry } from './retry.ts';
import { run } from './run.ts';
import { configFile, openSetup } from './setup.ts';
import { settings } from './settings.ts';
import { listSecrets, removeSecret, setSecret } from './secret.ts';
import { status } from './status.ts';
import { trace } from './trace.ts';

type Options = Readonly<Record<string, string | boolean | string[] | undefined>>;
type Work = (io: Io, file: string, args: readonly string[], options: Options) => Promise<Outcome>;

/** Runs one command line; resolves with the exit code and never throws. */
export async function runCli(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = build(io, (code) => (exit = code));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return fail(io, error, argv.includes('--json'));
  }
}

/** The terminal of this process. */
export function processIo(): Io {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    readSecret: (prompt) => readSecretFrom(process.stdin, process.stderr, prompt),
    now: Date.now,
  };
}

function build(io: Io, done: (exit: ExitCode) => void): Command {
  const program = new Command('crossdock')
    .description('Keeps a WooCommerce shop, its ERP and its warehouse telling one truth.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err });
  const add = (parent: Command, usage: string, description: string, work: Work): Command =>
    parent
      .command(usage)
      .description(description)
      .option('--config <file>', 'configuration file (default: $CROSSDOCK_CONFIG or ./crossdock.json)')
      .option('--json', 'answer in JSON')
      .action(async (...given: unknown[]) => {
        const command = given.at(-1) as Command;
        const options = command.opts<Options>();
        const file = configFile(typeof options['config'] === 'string' ? options['config'] : undefined, io.env);
        const outcome = await work(io, file, command.args, options);
        io.out(options['json'] === true ? `${JSON.stringify(outcome.json, null, 2)}\n` : outcome.text === '' ? '' : `${outcome.text}\n`);
        done(outcome.exit);
      });
  addCommands(program, add);
  return program;
}

type Add = (parent: Command, usage: string, description: string, work: Work) => Command;

/** What a person does with one order. */
function addActs(program: Command, add: Add): void {
  add(
    program,
    'decide <order> <exception> <choice>',
    'choose a way out that an exception offers; it is named by its id, key or code',
    (_io, file, [order = '', exception = '', choice = '']) => decide(openSetup(file), order, exception, choice),
  );
  add(program, 'hold <order>', 'send nothing new of an order on before it is released', (_io, file, [order = ''], { reason }) =>
    hold(openSetup(file), order, String(reason)),
  ).requiredOption('--reason <text>', 'why, for whoever may release it');
  add(program, 'release <order>', "end a person's hold", (_io, file, [order = '']) => release(openSetup(file), order));
  add(program, 'return <order>', 'ask for a return of goods that have left', (_io, file, [order = ''], options) =>
    requestReturn(openSetup(file), order, {
      lines: textsOf(options['line']),
      exchange: textsOf(options['exchange']),
      reason: String(options['reason']),
      tracking: textOf(options['tracking']),
    }),
  )
    .requiredOption('--line <line=qty...>', 'what comes back: id or SKU of a line and its units, like MUG-01=2')
    .option('--exchange <sku=qty...>', 'what goes out instead')
    .option('--reason <text>', 'why it comes back', '')
    .option('--tracking <number>', 'tracking number of the parcel that comes back');
}

/** Planning again, and what another ERP would get. */
function addPlanning(program: Command, add: Add): void {
  const period = (command: Command): Command =>
    command
      .option('--since <time>', 'orders made at or after this day or time (UTC)')
      .option('--until <time>', 'orders made before this day or time (UTC)');
  period(
    add(program, 'replan [order]', 'plan one order, those of a period or all of them again', (_io, file, [order], options) =>
      replan(openSetup(file), order ?? null, {
        since: textOf(options['since']),
        until: textOf(options['until']),
        all: options['all'] === true,
        dryRun: options['dryRun'] === true,
      }),
    )
      .option('--all', 'every order')
      .option('--dry-run', 'only say what would change'),
  );
  period(
    add(program, 'compare', 'what another ERP connection would get for past orders, field by field', (_io, file, _args, options) =>
      compare(openSetup(file), String(options['erp']), { since: textOf(options['since']), until: textOf(options['until']) }),
    ).requiredOption('--erp <connection>', 'the ERP connection to compare with'),
  );
}

function textOf(option: Options[string]): string | null {
  return typeof option === 'string' ? option : null;
}

function textsOf(option: Options[string]): readonly string[] {
  return Array.isArray(option) ? option : [];
}

function addCommands(program: Command, add: Add): void {
  add(program, 'run', 'run the agent until it is told to stop', (_io, file) => run(openSetup(file)));
  add(
    program,
    'pair <shopUrl> <code>',
    'pair with a shop by the one-time code shown under WooCommerce → Crossdock',
    (_io, file, args, options) => pair(file, args[0] ?? '', args[1] ?? '', options),
  )
    .option('--agent-url <url>', 'where the shop reaches this agent (default: the address of its API)')
    .option('--connection <id>', 'name of the connection', 'shop')
    .option('--dial <host:port>', "connect here instead of where the shop's name resolves to");
  add(program, 'check', 'try the configuration and every connection', (io, file) => check(openSetup(file), io.now));
  add(program, 'status', 'how everything stands', (io, file) => status(openSetup(file), io.now()));
  add(program, 'trace <order>', 'every step of one order, by its id or number', (io, file, [order = '']) =>
    trace(openSetup(file), order, io.now()),
  );
  add(program, 'retry <order>', 'try again whatever stopped for one order', (_io, file, [order = '']) => retry(openSetup(file), order));
  addActs(program, add);
  addPlanning(program, add);
  const secret = program.command('secret').description('what the configuration names as {"$secret": "name"}');
  add(secret, 'set <name>', 'store a secret, read from standard input or asked for', (io, file, [name = '']) =>
    setSecret(openSetup(file), name, io),
  );
  add(secret, 'list', 'the names of all stored secrets', (_io, file) => listSecrets(openSetup(file)));
  add(secret, 'remove <name>', 'forget a secret', (_io, file, [name = '']) => removeSecret(openSetup(file), name));
  add(program, 'config', 'every setting of the configuration file', () => settings());
}

function fail(io: Io, error: unknown, json: boolean): ExitCode {
  const known = error instanceof CrossdockError;
  const problem = known
    ? { code: error.code, message: error.message }
    : { code: 'runtime.bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  if (json) io.out(`${JSON.stringify(problem, null, 2)}\n`);
  else
    io.err(
      known ? `${problem.message}\n(${problem.code})\n` : `Crossdock has a fault of its own. Please report this:\n${problem.message}\n`,
    );
  return error instanceof ConfigurationError ? 2 : 1;
}
