import cron from 'node-cron';
import type { Logger } from '../connector/tools.ts';

/** A job by the clock (cron expression with seconds, in UTC); a run that is still under way is not doubled. */
export interface ScheduledJob {
  readonly name: string;
  readonly expression: string;
  readonly run: () => Promise<unknown>;
}

/** Starts all jobs; returns what stops them. A failing job is logged and runs again at its next time. */
export function startSchedule(jobs: readonly ScheduledJob[], log: Logger): { stop(): Promise<void> } {
  const tasks = jobs.map((job) =>
    cron.schedule(
      job.expression,
      async () => {
        try {
          await job.run();
        } catch (error) {
          log.error({ err: error, job: job.name }, `The scheduled job "${job.name}" failed.`);
        }
      },
      { name: job.name, timezone: 'UTC', noOverlap: true },
    ),
  );
  return {
    stop: async () => {
      for (const task of tasks) await task.destroy();
    },
  };
}
