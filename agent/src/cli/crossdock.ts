#!/usr/bin/env node
// Nothing of ours is imported before this check: the database driver crashes without a word on an older Node.
const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
  console.error(
    `Crossdock needs Node 22 or newer; this is Node ${process.versions.node}. Install a newer one from your system or nodejs.org.`,
  );
  process.exitCode = 2;
} else {
  const { runCli, processIo } = await import('./program.ts');
  process.exitCode = await runCli(process.argv.slice(2), processIo());
}

export {};
