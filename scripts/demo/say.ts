const started = Date.now();
let said = 0;

/** Progress for people, on stderr so that stdout stays free for the report. */
export function say(text: string): void {
  said += 1;
  process.stderr.write(`${text}\n`);
}

/** How often something was said; a picture that was drawn before cannot be drawn over any more. */
export function timesSaid(): number {
  return said;
}

/** A step with the time that has passed since the start. */
export function step(text: string): void {
  say(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

/** Milliseconds since the demo began. */
export function elapsed(): number {
  return Date.now() - started;
}
