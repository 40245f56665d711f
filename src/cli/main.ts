#!/usr/bin/env node
import { EXIT } from './exit-codes.js';
import { listenForSignals } from './signals.js';
import { packageVersion } from './version.js';

// First of all, so that Ctrl-C is heard while the rest is being loaded.
const interruption = listenForSignals();
const { stdin, stdout, stderr, env, argv } = process;
const words = argv.slice(2);

// The reader of a pipe may go away before everything is written (`dfcloud … | head`): nobody is left to tell.
stdout.on('error', interruption.interrupt);
stderr.on('error', () => undefined);

if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  stdout.write(`${packageVersion()}\n`);
  process.exitCode = EXIT.done;
} else {
  const { runProgram } = await import('./program.js');
  process.exitCode = await runProgram(words, { stdin, stdout, stderr, env }, interruption);
}
