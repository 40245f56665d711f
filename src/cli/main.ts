#!/usr/bin/env node
import { listenForSignals } from './signals.js';

// First of all, so that Ctrl-C is heard while the rest is being loaded.
const interruption = listenForSignals();
const { runProgram } = await import('./program.js');
const { stdin, stdout, stderr, env } = process;

// The reader of a pipe may go away before everything is written (`dfcloud … | head`): nobody is left to tell.
stdout.on('error', interruption.interrupt);
stderr.on('error', () => undefined);

process.exitCode = await runProgram(process.argv.slice(2), { stdin, stdout, stderr, env }, interruption);
