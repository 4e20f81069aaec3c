import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import type { Logger } from '../connector/tools.ts';
import type { Config } from './config.ts';
import { redact, redactText } from './redact.ts';

/** One line of JSON for each entry, redacted before it is written; to standard output unless another place is given. */
export function createLog(level: Config['log']['level'], destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` };
  const out = destination ? pino(options, destination) : pino(options);
  return {
    debug: (facts, message) => write(out, 'debug', facts, message),
    info: (facts, message) => write(out, 'info', facts, message),
    warn: (facts, message) => write(out, 'warn', facts, message),
    error: (facts, message) => write(out, 'error', facts, message),
  };
}

function write(out: Pino, level: 'debug' | 'info' | 'warn' | 'error', facts: Record<string, unknown>, message: string): void {
  if (!out.isLevelEnabled(level)) return;
  out[level](redact(facts), redactText(message));
}
