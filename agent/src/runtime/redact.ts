const SECRET_FIELD = /secret|password|passwd|token|authorization|cookie|signature|credential|api[-_]?key|consumer[-_]?key|private[-_]?key/i;
/** Fields that say who and where a customer is; ids and order numbers stay, so that a log can still be followed. */
const PERSONAL_FIELD =
  /^(e-?mail|billing_email|phone|customer|customerName|first_?name|last_?name|company|address(_?[12])?|line1|line2|street|city|post_?code|zip|billing|shipping|shipTo|vat_?number|recipient)$/i;

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[e-mail]'],
  [/\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi, '$1 [redacted]'],
  [/\b(ck|cs)_[0-9a-f]{8,}/gi, '$1_[redacted]'],
  [/\b(oauth_signature|oauth_consumer_key|consumer_key|consumer_secret|access_token|password)=[^&\s"]+/gi, '$1=[redacted]'],
  [/\/\/[^/\s:@]+:[^/\s@]+@/g, '//[redacted]@'],
];

const MAX_DEPTH = 8;

/** A copy of a value as it may be logged: secrets, addresses and e-mail addresses taken out, errors made plain. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Date) return value;
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((member) => redact(member, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redactField(name, member, depth)]));
}

/** A text with everything in it that looks like a secret or an e-mail address taken out. */
export function redactText(text: string): string {
  return TEXTS.reduce((kept, [pattern, put]) => kept.replace(pattern, put), text);
}

function redactField(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (SECRET_FIELD.test(name) || PERSONAL_FIELD.test(name)) return '[redacted]';
  return redact(value, depth + 1);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...own } = {
    ...error,
    name: error.name,
    message: error.message,
    stack: error.stack,
    cause: error.cause,
  };
  return {
    type: name,
    message: redactText(message),
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
    ...(redact(own, depth + 1) as Record<string, unknown>),
  };
}
