/** The plugin's feed: one row per changed object, claimed for a while, acknowledged by id and seq. */
interface Row {
  readonly id: number;
  readonly topic: string;
  readonly object_id: number;
  seq: number;
  reason: string;
  changed_at: string;
  worker: string;
  until: number;
}

export interface Feed {
  put(topic: string, objectId: number, reason: string): void;
  claim(worker: string, limit: number, leaseSeconds: number): { events: object[]; waiting: number };
  free(worker: string): void;
  acknowledge(worker: string, events: readonly { id: number; seq: number }[]): { acknowledged: number; kept: number };
  readonly size: number;
}

export function createFeed(): Feed {
  const rows = new Map<string, Row>();
  const byId = new Map<number, Row>();
  let last = 0;
  return {
    put(topic, objectId, reason) {
      const key = `${topic} ${objectId}`;
      const changed_at = new Date().toISOString();
      const known = rows.get(key);
      if (known) {
        known.seq += 1;
        known.reason = reason;
        known.changed_at = changed_at;
        return;
      }
      const row: Row = { id: (last += 1), topic, object_id: objectId, seq: Date.now(), reason, changed_at, worker: '', until: 0 };
      rows.set(key, row);
      byId.set(row.id, row);
    },
    claim(worker, limit, leaseSeconds) {
      const now = Date.now();
      const events: object[] = [];
      let waiting = 0;
      for (const row of rows.values()) {
        if (row.until >= now) continue;
        if (events.length >= limit) {
          waiting += 1;
          continue;
        }
        row.worker = worker;
        row.until = now + leaseSeconds * 1000;
        const { id, topic, object_id, seq, reason, changed_at } = row;
        events.push({ id, topic, object_id, seq, reason, changed_at });
      }
      return { events, waiting };
    },
    free(worker) {
      for (const row of rows.values()) if (row.worker === worker) row.until = 0;
    },
    acknowledge(worker, events) {
      let kept = 0;
      for (const { id, seq } of events) {
        const row = byId.get(id);
        if (row === undefined) continue;
        if (row.seq === seq) {
          byId.delete(id);
          rows.delete(`${row.topic} ${row.object_id}`);
          continue;
        }
        kept += 1;
        if (row.worker === worker) row.until = 0;
      }
      return { acknowledged: events.length - kept, kept };
    },
    get size() {
      return rows.size;
    },
  };
}
